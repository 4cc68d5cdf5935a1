package io.hyperstream.job.learn;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.score.PageHinkley;
import io.hyperstream.model.score.PrequentialStatistics;
import io.hyperstream.model.score.RobustScale;
import io.hyperstream.model.score.WordCounts;
import java.util.ArrayDeque;
import java.util.Queue;

/** What a key owns. Changed in place; after a change it is put back into {@link KeyStates}. */
final class KeyState {

  /** A time or a sequence number that there is none of. */
  static final long NONE = Long.MIN_VALUE;

  final StreamState network;

  /** Symbols not learned yet, in order. */
  final SymbolQueue pending;

  /** The records those symbols belong to, in order; empty when no symbol is pending. */
  final Queue<OpenRecord> open = new ArrayDeque<>();

  PrequentialStatistics statistics = new PrequentialStatistics();

  /** What the records cost of late, in bits per symbol, and whether that has risen. */
  RobustScale cost = RobustScale.ofLate();

  PageHinkley drift = new PageHinkley();

  /** What words the records said, and how new they were. */
  WordCounts words = new WordCounts();

  RobustScale novelty = RobustScale.ofAll();

  /** Alerts that count against the limit; each fades as further records come. */
  double recentAlerts;

  /** The latest symbols that are scored, kept for alerts only. */
  RecentSymbols recent = new RecentSymbols();

  /** Event time of the record that the last scored symbol belongs to. */
  long eventTime = NONE;

  /** Processing time of the last input record. */
  long lastActivity = NONE;

  /** Processing time from which the oldest pending symbol is taken to wait. */
  long waitingSince = NONE;

  /** Place in the ready queue, or {@link #NONE} for a key that is not in it. */
  long readySequence = NONE;

  /** Processing time of the last prediction. */
  long lastPrediction = NONE;

  /** The time that the key's one expiry timer is set to, or {@link #NONE}. */
  long expiryTimer = NONE;

  KeyState(StreamState network) {
    this(network, new SymbolQueue());
  }

  KeyState(StreamState network, SymbolQueue pending) {
    this.network = network;
    this.pending = pending;
  }

  /**
   * Takes the next record.
   *
   * @param perSymbol whether its score will have the bits of each symbol
   */
  void append(InputRecord record, long now, boolean perSymbol) {
    if (pending.isEmpty()) {
      waitingSince = now;
    }
    lastActivity = now;
    open.add(new OpenRecord(record, perSymbol));
    pending.addAll(record.symbols);
  }

  boolean isReady() {
    return readySequence != NONE;
  }
}

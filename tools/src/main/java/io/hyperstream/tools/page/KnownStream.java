package io.hyperstream.tools.page;

import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Score;
import java.util.ArrayDeque;
import java.util.Deque;

/** The state of one stream, in bounded memory. */
final class KnownStream {

  /** Max number of records to keep: about one screen of text. */
  static final int MAX_RECORDS = 50;

  private static final double SURPRISE_HALF_LIFE_MILLIS = 30_000;

  /** Identifies the stream in messages to the page. */
  final int id;

  final String key;
  final BpcHistory history = new BpcHistory();
  final Deque<ScoredRecord> records = new ArrayDeque<>();

  /** Grows with every change. */
  long changes;

  long symbols;

  /** Bits per symbol since the key's first record, and recent bits per symbol. */
  double bpc;

  double fadingBpc;

  /** The last prediction, or null before the first. */
  Prediction prediction;

  private int shownSymbols;
  private long scores;
  private double surprise;
  private long surpriseTime;

  KnownStream(int id, String key) {
    this.id = id;
    this.key = key;
  }

  void add(Score score, long now) {
    changes++;
    symbols = score.getKeySymbols();
    bpc = score.getKeyBpc();
    fadingBpc = score.getKeyFadingBpc();
    // By event time: scores arrive in bursts, with the job's checkpoints.
    history.add(Math.min(now, score.getEventTime().toEpochMilli()), fadingBpc);
    if (score.getSurprise() != null) {
      surprise = Math.max(score.getSurprise(), surprise(now));
      surpriseTime = now;
    }
    keep(new ScoredRecord(scores++, score));
  }

  private void keep(ScoredRecord record) {
    records.addLast(record);
    shownSymbols += record.shown();
    while (records.size() > MAX_RECORDS
        || shownSymbols > ScoredRecord.MAX_SYMBOLS && records.size() > 1) {
      shownSymbols -= records.removeFirst().shown();
    }
  }

  void add(Prediction next) {
    changes++;
    prediction = next;
  }

  /**
   * The greatest recent surprise, as in {@link Score}, at least 0. A record's surprise halves every
   * thirty seconds. So a stream rises at once, but sinks slowly enough to follow.
   */
  double surprise(long now) {
    return Math.max(0, surprise) * Math.pow(0.5, (now - surpriseTime) / SURPRISE_HALF_LIFE_MILLIS);
  }
}

package io.hyperstream.job.learn.state;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.alert.AlertState;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.anomaly.Capacity;
import io.hyperstream.model.anomaly.PrequentialStatistics;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.schemas.Score;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/** What a key owns. It is changed in place and then put back into {@link KeyStates}. */
public final class KeyState {

  /** Stands for a time or a sequence number that is missing. */
  public static final long NONE = Long.MIN_VALUE;

  public final StreamState network;

  /** Observations not learned yet, in order. */
  public ObservationQueue pending;

  /** The records that they belong to, in order; empty when nothing is pending. */
  public final Queue<OpenRecord> open = new ArrayDeque<>();

  /** A record that may go on with the next one, and is not among the others yet; or null. */
  public InputRecord held;

  public PrequentialStatistics statistics = new PrequentialStatistics();

  public AlertState alerts;

  /** The score of all records that have none of their own, since it was written last; or null. */
  public Score summed;

  /** Event time of the record that the last scored observation belongs to. */
  public long eventTime = NONE;

  /** Processing time of the last input record. */
  public long lastActivity = NONE;

  /** Processing time from which the wait of the oldest pending observation is counted. */
  public long waitingSince = NONE;

  /** Place in the ready queue, or {@link #NONE} for a key that is not in it. */
  public long readySequence = NONE;

  /** Processing time of the last prediction. */
  public long lastPrediction = NONE;

  /** Processing time of the key's only timer, or {@link #NONE}. */
  public long timer = NONE;

  /**
   * A new key.
   *
   * @param kind of its observations
   */
  public KeyState(StreamState network, ObservationKind kind) {
    this(network, kind, Capacity.AMPLE);
  }

  /**
   * The same.
   *
   * @param capacity for what is usual of the key
   */
  public KeyState(StreamState network, ObservationKind kind, Capacity capacity) {
    this.network = network;
    this.pending = new ObservationQueue(kind);
    this.alerts =
        kind.isVector()
            ? AlertState.ofVectors(kind, capacity, dimension())
            : new AlertState(kind, capacity);
  }

  /**
   * Takes the next record.
   *
   * @param perSymbol whether its score will have the bits of each symbol
   * @param learned whether it is learned, or only scored
   */
  public void append(InputRecord record, long now, boolean perSymbol, boolean learned) {
    if (pending.isEmpty()) {
      waitingSince = now;
    }
    lastActivity = now;
    open.add(new OpenRecord(record, perSymbol, dimension(), learned));
    if (!Arrays.equals(alerts.names, record.names)) {
      alerts.names = record.names;
    }
    pending.addAll(record.observations);
  }

  /**
   * Length of a window: it ends where a record that is learned and one that is only scored meet. 0
   * if the windows before it end there.
   *
   * @param before observations that windows before it take
   * @param max its length where they do not, if so much is pending
   */
  public int nextWindow(int before, int max) {
    boolean learned = learnsNext();
    int length = -before;
    for (OpenRecord record : open) {
      if (length >= max || record.learned != learned && record.unscored > 0) {
        break;
      }
      length += record.unscored;
    }
    return Math.max(0, Math.min(max, length));
  }

  /** Whether the next pending observation is to be learned, and not only scored. */
  public boolean learnsNext() {
    return open.element().learned;
  }

  /**
   * Keeps observations in the form of a kind from now on; returns whether that changed anything.
   * States of old formats are read as token ids, whatever the vocabulary.
   */
  public boolean convertTo(ObservationKind kind) {
    if (pending.kind().equals(kind)) {
      return false;
    }
    pending = new ObservationQueue(pending.toObservations().as(kind));
    alerts.convertTo(kind);
    return true;
  }

  /** Numbers in a vector; 0 for symbols. */
  int dimension() {
    return network.standardiser() == null ? 0 : network.standardiser().config().dimension();
  }

  public boolean isReady() {
    return readySequence != NONE;
  }
}

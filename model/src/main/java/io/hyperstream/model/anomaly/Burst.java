package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The burst that the records of one kind are in: the cumulative sum of the log-likelihood ratio of
 * a burst to what is usual (Page 1954), in nats. Each record of the kind adds to it, and what comes
 * between two of them takes from it; at zero the burst has ended.
 */
final class Burst {

  /** Bursts of a kind that count as much as those of all kinds do for it. */
  private static final int WEIGHT_OF_ALL = 4;

  private static final double MIN_SCALE = 2;

  /** Records of a burst that can be too large. */
  private static final int MIN_SIZE = 5;

  /** In limits: what a larger burst counts as for those to come. */
  private static final double MAX_PEAK = 2;

  /** What the kinds have in common of the bursts in one clock. */
  static final class Common {

    /** Bursts of a kind after which it is judged by its own. */
    private static final int YOUNG = 3;

    private final BurstTail young;
    private final BurstTail others;
    private long bursts;

    Common() {
      this(new BurstTail(), new BurstTail(), 0);
    }

    private Common(BurstTail young, BurstTail others, long bursts) {
      this.young = young;
      this.others = others;
      this.bursts = bursts;
    }

    /** The bursts that a kind with such bursts of its own is compared with. */
    private BurstTail like(BurstTail own) {
      return own.count() < YOUNG ? young : others;
    }

    private void add(BurstTail own, double size) {
      like(own).add(size);
      own.add(size);
      bursts++;
    }

    void write(DataOutput out) throws IOException {
      young.write(out);
      others.write(out);
      out.writeLong(bursts);
    }

    static Common read(DataInput in) throws IOException {
      return new Common(BurstTail.read(in), BurstTail.read(in), in.readLong());
    }
  }

  private final BurstTail own;
  private double sum;
  private float peak;
  private float limit;
  private boolean reported;

  /** Records of the kind in the burst; 0: there is none. */
  private int size;

  /** Its first record: how many of the stream there were up to it, and its event time. */
  private long start;

  private long startTime;

  Burst() {
    this(new BurstTail());
  }

  private Burst(BurstTail own) {
    this.own = own;
  }

  /** Takes what has come since the last record of the kind, in nats. */
  void fade(double nats, Common all) {
    if (size > 0) {
      sum -= nats;
      if (sum <= 0) {
        end(all);
      }
    }
  }

  /** Ends the burst, if there is one. */
  void end(Common all) {
    if (size > 0) {
      all.add(own, peak);
      size = 0;
      sum = 0;
      peak = 0;
      reported = false;
    }
  }

  /**
   * Takes the next record of the kind. A burst that is too large goes on as one that just is, so
   * that it ends soon after it is over.
   *
   * @param nats how much more probable the record is in a burst
   * @param records of the stream up to this one
   * @param time of the event, milliseconds since the epoch
   * @param budget records for one burst that is too large, when all is usual
   * @return once in how many records there is such a burst, if it has just become too large; else 0
   */
  double add(double nats, long records, long time, Common all, double budget) {
    if (size == 0) {
      start = records;
      startTime = time;
    }
    size++;
    sum += nats;
    double scale = scale(all);
    double perRecord = Math.max(1.0, all.bursts) / records;
    limit = (float) (scale * Math.log(Math.max(1, perRecord * budget)));
    double rarity = 0;
    double whole = reported ? peak + nats : sum;
    if (sum > limit && size >= MIN_SIZE) {
      rarity = reported ? 0 : Math.exp(sum / scale) / perRecord;
      sum = limit;
      reported = true;
    }
    peak = (float) Math.max(peak, Math.min(whole, MAX_PEAK * limit));
    return rarity;
  }

  private double scale(Common all) {
    double common = all.like(own).scale();
    double mean =
        (own.count() * own.scale() + WEIGHT_OF_ALL * common) / (own.count() + WEIGHT_OF_ALL);
    return Math.max(MIN_SCALE, mean);
  }

  /** Whether the burst is half of one that is too large. */
  boolean isSuspicious() {
    return size > 0 && sum > limit / 2;
  }

  int size() {
    return size;
  }

  long start() {
    return start;
  }

  long startTime() {
    return startTime;
  }

  void write(DataOutput out) throws IOException {
    own.write(out);
    out.writeInt(size);
    if (size > 0) {
      out.writeDouble(sum);
      out.writeFloat(peak);
      out.writeFloat(limit);
      out.writeBoolean(reported);
      out.writeLong(start);
      out.writeLong(startTime);
    }
  }

  static Burst read(DataInput in) throws IOException {
    Burst burst = new Burst(BurstTail.read(in));
    burst.size = in.readInt();
    if (burst.size > 0) {
      burst.sum = in.readDouble();
      burst.peak = in.readFloat();
      burst.limit = in.readFloat();
      burst.reported = in.readBoolean();
      burst.start = in.readLong();
      burst.startTime = in.readLong();
    }
    return burst;
  }
}

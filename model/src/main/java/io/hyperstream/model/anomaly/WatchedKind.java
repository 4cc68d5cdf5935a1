package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One kind of record, as {@link RateWatch} remembers it. */
final class WatchedKind {

  /** Records after which what is usual is taken anew within a burst, which may be no burst. */
  private static final int REFRESH = 16;

  /** Records that a new kind is taken to have been watched for, without any. */
  private static final double PRIOR_RECORDS = 100;

  private static final double PRIOR_COUNT = 0.5;
  private static final double PRIOR_MILLIS = 1_000;

  private static final int FIRST = 100;

  /** How many times as often records come in a burst in time. */
  private static final double FASTER = 8;

  /** How much more probable a record is in a burst in time, in nats, apart from the time. */
  static final double GAIN_IN_TIME = Math.log(FASTER);

  private static final double LN_2 = Math.log(2);

  final long hash;

  /** Records of the stream before the first of the kind, and its event time. */
  private final long first;

  private final long firstTime;

  /** Records of the kind before the current one. */
  long count;

  /**
   * Records of the stream up to the last of the kind, its event time, and those that are excused.
   */
  long last;

  long lastTime;
  long lastExcused;

  /** The kind in its usual numbers: per record of the stream, and per millisecond. */
  private float share;

  private float perMilli;
  private long refreshed;

  Burst burst = new Burst();
  Burst burstInTime = new Burst();
  Beat beat = new Beat();
  Beat beatInTime = new Beat();

  /** Records of the stream up to the last one at which a burst of the kind was told. */
  long told;

  /** Whether the kind is silent, and that is known. */
  boolean silent;

  /** Whether a record of the kind has come since it is watched. */
  private boolean taken;

  /** Of a heartbeat, or null. */
  String pattern;

  /**
   * A kind that is watched from now on.
   *
   * @param records of the stream so far
   * @param time of the event of the last one
   * @param before records of the kind among them: one that comes again and again is not forgotten
   *     as fast as those that come once
   */
  WatchedKind(long hash, long records, long time, int before) {
    this(hash, before == 0 ? records : Math.min(records, FIRST), time);
    this.count = before;
    this.last = records;
  }

  private WatchedKind(long hash, long first, long firstTime) {
    this.hash = hash;
    this.first = first;
    this.firstTime = firstTime;
    this.last = first;
    this.lastTime = firstTime;
  }

  /**
   * How much the kind is worth remembering: those that come often are, and those that just came.
   */
  double worth(long records) {
    return (double) count * count / (records - last + 1);
  }

  /** Brings the bursts up to the next record of the kind, and decides what is usual in them. */
  void approach(long records, long time, long maxBurst, Burst.Common all, Burst.Common allInTime) {
    if (burst.size() > 0 && records - burst.start() >= maxBurst) {
      burst.end(all);
    }
    burst.fade(LN_2 * (records - last - 1), all);
    burstInTime.fade((FASTER - 1) * perMilli * Math.max(0, time - lastTime), allInTime);
    if (burst.size() == 0 || records - refreshed >= REFRESH) {
      refreshed = records;
      share = (float) ((count + PRIOR_COUNT) / (records - 1 - first + PRIOR_RECORDS));
    }
    if (burstInTime.size() == 0) {
      perMilli =
          (float) ((count + PRIOR_COUNT) / (Math.max(0, lastTime - firstTime) + PRIOR_MILLIS));
    }
  }

  /**
   * How much more probable a record of the kind is in a burst, where its share is halfway from the
   * usual one to all records; for another record it is half as probable. In nats.
   */
  double gain() {
    return Math.log((1 + share) / (2 * share));
  }

  double share() {
    return share;
  }

  double perMilli() {
    return perMilli;
  }

  /** The mean time between two of the kind, in milliseconds; 0 for the first. */
  double meanGap() {
    return count == 0 ? 0 : (double) (lastTime - firstTime) / count;
  }

  /** Whether the kind was among the first records of the stream. */
  boolean isFirst() {
    return first < FIRST;
  }

  /** Records of the stream to one of the kind. */
  double recordsPerOne() {
    return (double) (last - first) / Math.max(1, count);
  }

  /** Takes the next record of the kind, once its bursts are judged. */
  void take(long records, long time, long excused) {
    if (taken) {
      long gap = records - last;
      // A burst of others makes a longer gap, but no silence.
      boolean silent = beat.isSilence(gap - (excused - lastExcused));
      beat.add(beat.isSilence(gap) && !silent ? beat.gap() : gap);
      beatInTime.add(Math.max(0, time - lastTime));
    }
    taken = true;
    count++;
    last = records;
    lastTime = time;
    lastExcused = excused;
    silent = false;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(hash);
    out.writeLong(first);
    out.writeLong(firstTime);
    out.writeLong(count);
    out.writeLong(last);
    out.writeLong(lastTime);
    out.writeLong(lastExcused);
    out.writeFloat(share);
    out.writeFloat(perMilli);
    out.writeLong(refreshed);
    burst.write(out);
    burstInTime.write(out);
    beat.write(out);
    beatInTime.write(out);
    out.writeLong(told);
    out.writeBoolean(silent);
    out.writeBoolean(pattern != null);
    if (pattern != null) {
      out.writeUTF(pattern);
    }
  }

  static WatchedKind read(DataInput in) throws IOException {
    WatchedKind kind = new WatchedKind(in.readLong(), in.readLong(), in.readLong());
    kind.taken = true;
    kind.count = in.readLong();
    kind.last = in.readLong();
    kind.lastTime = in.readLong();
    kind.lastExcused = in.readLong();
    kind.share = in.readFloat();
    kind.perMilli = in.readFloat();
    kind.refreshed = in.readLong();
    kind.burst = Burst.read(in);
    kind.burstInTime = Burst.read(in);
    kind.beat = Beat.read(in);
    kind.beatInTime = Beat.read(in);
    kind.told = in.readLong();
    kind.silent = in.readBoolean();
    kind.pattern = in.readBoolean() ? in.readUTF() : null;
    return kind;
  }
}

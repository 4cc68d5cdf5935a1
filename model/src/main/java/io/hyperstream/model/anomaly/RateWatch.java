package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Notices a burst or a silence of the records of one kind in a stream, which are each usual by
 * themselves. The kind of a record is its {@link RecordPattern}.
 *
 * <p>There are two clocks: the records of the stream, and event time. Records that are read from a
 * file have times that say nothing, so in time only what usually comes at most once a second is
 * judged.
 *
 * <p>A burst is one that is larger than those before it, of the same kind and of others: see {@link
 * Burst}. Records that are equal in every byte are a kind of their own beside that of their
 * pattern. A silence is one of a heartbeat: see {@link Beat}. A kind that comes now and then may go
 * silent. That a burst or a silence ends is nothing new.
 *
 * <p>Memory is bounded: kinds that came seldom and long ago are forgotten.
 */
public final class RateWatch {

  /**
   * How many times as rare as the budget says bursts and silences are to be: the tails of real ones
   * are heavier than assumed.
   */
  private static final double STRICTER = 30;

  /** Records before the first burst, and the first silence by the number of records. */
  static final int WARM_UP = 200;

  /** Records after which a burst is what is usual. */
  private static final int MAX_BURST = 512;

  /** What comes more often is not judged by its time. */
  private static final int MIN_GAP_MILLIS = 1_000;

  private static final int MIN_COUNT_IN_TIME = 16;
  private static final int MIN_GAP_RECORDS = 8;

  /** By how much a heartbeat has to be late: bursts that have just begun delay it. */
  private static final int MIN_LATE_RECORDS = 8;

  private static final int MIN_LATE_MILLIS = 500;

  private static final double MIN_RARITY = 20;

  private static final double NOT_LIMITED = Double.POSITIVE_INFINITY;

  /** In place of a deadline that does not come. */
  public static final long NEVER = Long.MAX_VALUE;

  private final Capacity capacity;
  private final List<WatchedKind> kinds = new ArrayList<>();
  private final List<WatchedKind> equals = new ArrayList<>();
  private Burst.Common bursts = new Burst.Common();
  private Burst.Common burstsInTime = new Burst.Common();
  private Burst.Common burstsOfEquals = new Burst.Common();

  private long records;
  private long lastTime;

  /** Records that belong to a burst, so that heartbeats between records may be late by them. */
  private long excused;

  public RateWatch(Capacity capacity) {
    this.capacity = capacity;
  }

  /**
   * Takes the next record of the stream.
   *
   * @param time of the event, milliseconds since the epoch
   * @param seen what the stream had before: more kinds than are watched
   * @param budget records for one alert; for those of rates, thirty times as many
   * @return what is unusual about the rate of its kind, or that another kind is silent; else null
   */
  public RateAnomaly next(RecordPattern pattern, long time, SeenPatterns seen, double budget) {
    records++;
    lastTime = time;
    WatchedKind kind = watched(pattern.hash(), kinds);
    if (kind == null) {
      int before = seen.count(pattern.hash());
      kind = new WatchedKind(pattern.hash(), records - 1, lastTime, before);
      add(kind, kinds, capacity.kinds, bursts);
    }
    WatchedKind equal = watched(pattern.hashOfSymbols(), equals);
    if (equal == null) {
      equal = new WatchedKind(pattern.hashOfSymbols(), records - 1, lastTime, 0);
      add(equal, equals, capacity.equals, burstsOfEquals);
    }
    kind.approach(records, time, MAX_BURST, bursts, burstsInTime);
    equal.approach(records, time, MAX_BURST, burstsOfEquals, burstsOfEquals);
    RateAnomaly burst = burst(kind, equal, pattern, budget);
    boolean inBurst = kind.burst.isSuspicious() || equal.burst.isSuspicious();
    if (inBurst) {
      excused++;
    }
    kind.take(records, time, excused);
    equal.take(records, time, excused);
    kind.pattern = isHeartbeat(kind, budget) ? pattern.text() : null;
    RateAnomaly silence = silence(time, !inBurst && records > WARM_UP, budget);
    return burst != null ? burst : silence;
  }

  private static WatchedKind watched(long hash, List<WatchedKind> among) {
    for (WatchedKind kind : among) {
      if (kind.hash == hash) {
        return kind;
      }
    }
    return null;
  }

  /** Adds a kind, if need be in the place of the one that is worth least. */
  private void add(WatchedKind kind, List<WatchedKind> to, int max, Burst.Common common) {
    if (to.size() == max) {
      WatchedKind least = to.get(0);
      for (WatchedKind other : to) {
        least = other.worth(records) < least.worth(records) ? other : least;
      }
      least.burst.end(common);
      least.burstInTime.end(burstsInTime);
      to.remove(least);
    }
    to.add(kind);
  }

  /** A burst is told once, whichever of its kinds and clocks notices it first. */
  private RateAnomaly burst(
      WatchedKind kind, WatchedKind equal, RecordPattern pattern, double budget) {
    double judged = records > WARM_UP ? STRICTER * budget : Double.POSITIVE_INFINITY;
    double inTime = isJudgedInTime(kind) ? judged : Double.POSITIVE_INFINITY;
    double[] rarities = {
      equal.burst.add(equal.gain(), records, lastTime, burstsOfEquals, judged),
      kind.burst.add(kind.gain(), records, lastTime, bursts, judged),
      kind.burstInTime.add(WatchedKind.GAIN_IN_TIME, records, lastTime, burstsInTime, inTime)
    };
    Burst[] noticed = {equal.burst, kind.burst, kind.burstInTime};
    for (int i = 0; i < rarities.length; i++) {
      Burst burst = noticed[i];
      if (rarities[i] > 0 && burst.start() > Math.max(kind.told, WARM_UP)) {
        kind.told = records;
        excused += burst.size();
        long length = records - burst.start() + 1;
        long millis = Math.max(0, lastTime - burst.startTime());
        double usual =
            burst == kind.burstInTime
                ? kind.perMilli() * millis
                : length * (burst == equal.burst ? equal.share() : kind.share());
        return new RateAnomaly(
            true,
            pattern.text(),
            rarities[i],
            STRICTER * budget,
            burst.size(),
            usual,
            length,
            millis);
      }
    }
    return null;
  }

  private static boolean isJudgedInTime(WatchedKind kind) {
    return kind.count >= MIN_COUNT_IN_TIME && kind.meanGap() >= MIN_GAP_MILLIS;
  }

  /**
   * The silence of a heartbeat that is noticed when nothing has come.
   *
   * @param time up to which no record has come, milliseconds since the epoch
   */
  public RateAnomaly silence(long time, double budget) {
    return silence(time, false, budget);
  }

  /** Of several that have become silent, the one that has missed the most; the others are too. */
  private RateAnomaly silence(long time, boolean byRecords, double budget) {
    RateAnomaly worst = null;
    for (WatchedKind kind : kinds) {
      if (kind.pattern != null && !kind.silent) {
        RateAnomaly silence = silenceOf(kind, time, byRecords, budget);
        kind.silent = silence != null;
        if (silence != null && (worst == null || silence.usual() > worst.usual())) {
          worst = silence;
        }
      }
    }
    return worst;
  }

  private RateAnomaly silenceOf(WatchedKind kind, long time, boolean byRecords, double budget) {
    boolean inTime = limitInTime(kind, budget) < NOT_LIMITED;
    long length =
        inTime ? time - kind.lastTime : records - kind.last - (excused - kind.lastExcused);
    double limit =
        inTime ? limitInTime(kind, budget) : byRecords ? limit(kind, budget) : NOT_LIMITED;
    if (length <= limit) {
      return null;
    }
    Beat beat = inTime ? kind.beatInTime : kind.beat;
    return new RateAnomaly(
        false,
        kind.pattern,
        beat.rarity(length) * kind.recordsPerOne(),
        STRICTER * budget,
        0,
        length / beat.gap(),
        records - kind.last,
        Math.max(0, time - kind.lastTime));
  }

  /**
   * When the first heartbeat will be too late if no record comes: event time, milliseconds since
   * the epoch, or {@link #NEVER}.
   */
  public long deadline(double budget) {
    double first = NOT_LIMITED;
    for (WatchedKind kind : kinds) {
      if (kind.pattern != null && !kind.silent) {
        first = Math.min(first, kind.lastTime + limitInTime(kind, budget));
      }
    }
    return first < NOT_LIMITED ? (long) first + 1 : NEVER;
  }

  private static boolean isHeartbeat(WatchedKind kind, double budget) {
    return limitInTime(kind, budget) < NOT_LIMITED || limit(kind, budget) < NOT_LIMITED;
  }

  /** Milliseconds without a record of a kind that are too many; infinite if it is no heartbeat. */
  private static double limitInTime(WatchedKind kind, double budget) {
    return kind.beatInTime.gap() < MIN_GAP_MILLIS || !isBesideOthers(kind)
        ? NOT_LIMITED
        : kind.beatInTime.limit(rarity(kind, budget), MIN_LATE_MILLIS);
  }

  /**
   * Whether the kind comes beside others, or has always come. Else its records are regular because
   * they are the steps of something that happens now and then.
   */
  private static boolean isBesideOthers(WatchedKind kind) {
    return kind.beat.gap() >= MIN_GAP_RECORDS
        || kind.isFirst() && kind.meanGap() <= 2 * kind.beatInTime.gap();
  }

  /** Records of other kinds in a row that are too many; infinite if the kind is no heartbeat. */
  private static double limit(WatchedKind kind, double budget) {
    return kind.beat.gap() < MIN_GAP_RECORDS
        ? NOT_LIMITED
        : kind.beat.limit(rarity(kind, budget), MIN_LATE_RECORDS);
  }

  /** Of how many beats one may be late: fewer of those that come seldom. */
  private static double rarity(WatchedKind kind, double budget) {
    return Math.max(MIN_RARITY, STRICTER * budget / Math.max(1, kind.recordsPerOne()));
  }

  public void write(DataOutput out) throws IOException {
    out.writeLong(records);
    out.writeLong(lastTime);
    out.writeLong(excused);
    bursts.write(out);
    burstsInTime.write(out);
    burstsOfEquals.write(out);
    write(kinds, out);
    write(equals, out);
  }

  private static void write(List<WatchedKind> kinds, DataOutput out) throws IOException {
    out.writeByte(kinds.size());
    for (WatchedKind kind : kinds) {
      kind.write(out);
    }
  }

  public static RateWatch read(Capacity capacity, DataInput in) throws IOException {
    RateWatch watch = new RateWatch(capacity);
    watch.records = in.readLong();
    watch.lastTime = in.readLong();
    watch.excused = in.readLong();
    watch.bursts = Burst.Common.read(in);
    watch.burstsInTime = Burst.Common.read(in);
    watch.burstsOfEquals = Burst.Common.read(in);
    read(watch.kinds, in);
    read(watch.equals, in);
    return watch;
  }

  private static void read(List<WatchedKind> kinds, DataInput in) throws IOException {
    for (int left = in.readByte(); left > 0; left--) {
      kinds.add(WatchedKind.read(in));
    }
  }

  public RateWatch copy() {
    return StateCopy.of(this::write, in -> read(capacity, in));
  }
}

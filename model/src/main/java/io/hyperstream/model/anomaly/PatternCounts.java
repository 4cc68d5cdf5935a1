package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * About how often a stream has had a record of each pattern, in little memory: a count-min sketch
 * (Cormode and Muthukrishnan 2005) of two counters a pattern, of which only the smaller one is
 * raised (conservative update, Estan and Varghese 2002). Counts are never too low, except for what
 * is forgotten.
 *
 * <p>It begins with {@value #FIRST_SIZE} counters (128 bytes) and doubles as records come, up to
 * {@value #LAST_SIZE} (2 KiB). Then all are halved after every 8,192 records: the past fades, and
 * patterns that never come again do not fill it.
 */
final class PatternCounts {

  private static final int FIRST_SIZE = 64;
  private static final int LAST_SIZE = 1024;
  private static final int RECORDS_PER_COUNTER_TO_GROW = 2;
  private static final int RECORDS_PER_COUNTER_TO_HALVE = 8;
  private static final int MAX_COUNT = 0xFFFF;

  private short[] counters;

  /** How many came since the counters were last doubled or halved. */
  private int records;

  PatternCounts() {
    this(new short[FIRST_SIZE], 0);
  }

  private PatternCounts(short[] counters, int records) {
    this.counters = counters;
    this.records = records;
  }

  static PatternCounts read(DataInput in) throws IOException {
    short[] counters = new short[in.readInt()];
    for (int i = 0; i < counters.length; i++) {
      counters[i] = in.readShort();
    }
    return new PatternCounts(counters, in.readInt());
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(counters.length);
    for (short counter : counters) {
      out.writeShort(counter);
    }
    out.writeInt(records);
  }

  /**
   * Counts a record.
   *
   * @param pattern its hash
   * @return how often the pattern came before, at most 65,535
   */
  int add(long pattern) {
    int mixed = mix(Long.hashCode(pattern));
    int count = countOf(mixed);
    raise(first(mixed), count);
    raise(second(mixed), count);
    records++;
    if (counters.length < LAST_SIZE && records >= RECORDS_PER_COUNTER_TO_GROW * counters.length) {
      grow();
    } else if (records >= RECORDS_PER_COUNTER_TO_HALVE * counters.length) {
      halve();
    }
    return count;
  }

  private int countOf(int mixed) {
    return Math.min(count(first(mixed)), count(second(mixed)));
  }

  private int first(int mixed) {
    return mixed & counters.length - 1;
  }

  private int second(int mixed) {
    return mixed >>> 16 & counters.length - 1;
  }

  private int count(int index) {
    return counters[index] & MAX_COUNT;
  }

  private void raise(int index, int count) {
    if (count < MAX_COUNT && count(index) == count) {
      counters[index] = (short) (count + 1);
    }
  }

  /** Each counter becomes two, of which the patterns that shared it will use one each. */
  private void grow() {
    short[] larger = new short[2 * counters.length];
    System.arraycopy(counters, 0, larger, 0, counters.length);
    System.arraycopy(counters, 0, larger, counters.length, counters.length);
    counters = larger;
    records = 0;
  }

  private void halve() {
    for (int i = 0; i < counters.length; i++) {
      counters[i] = (short) (count(i) >>> 1);
    }
    records = 0;
  }

  /** Murmur3's finaliser: all bits of the hash get into both indices. */
  private static int mix(int hash) {
    int mixed = (hash ^ hash >>> 16) * 0x85EBCA6B;
    mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
    return mixed ^ mixed >>> 16;
  }

  int size() {
    return counters.length;
  }
}

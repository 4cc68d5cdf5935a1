package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * About how often a stream has had each of many things, told apart by their hash, in little memory:
 * a count-min sketch (Cormode and Muthukrishnan 2005) of two counters a thing, of which only the
 * smaller one is raised (conservative update, Estan and Varghese 2002). Counts are never too low,
 * except for what is forgotten.
 *
 * <p>It begins with {@value #FIRST_SIZE} counters (128 bytes) and doubles as things come, up to a
 * maximum. Then all are halved whenever eight times as many have come: the past fades, and what
 * never comes again does not fill it.
 */
final class HashCounts {

  private static final int FIRST_SIZE = 64;
  private static final int ADDED_PER_COUNTER_TO_GROW = 2;
  private static final int ADDED_PER_COUNTER_TO_HALVE = 8;
  private static final int MAX_COUNT = 0xFFFF;

  private final int maxSize;
  private short[] counters = new short[FIRST_SIZE];

  /** How many came since the counters were last doubled or halved. */
  private int added;

  /**
   * @param maxSize maximum number of counters, of two bytes each; a power of two
   */
  HashCounts(int maxSize) {
    this.maxSize = maxSize;
  }

  static HashCounts read(int maxSize, DataInput in) throws IOException {
    HashCounts read = new HashCounts(maxSize);
    read.counters = new short[in.readInt()];
    for (int i = 0; i < read.counters.length; i++) {
      read.counters[i] = in.readShort();
    }
    read.added = in.readInt();
    return read;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(counters.length);
    for (short counter : counters) {
      out.writeShort(counter);
    }
    out.writeInt(added);
  }

  /**
   * Counts a thing.
   *
   * @return how often it came before, at most 65,535
   */
  int add(int hash) {
    int mixed = mix(hash);
    int count = countOf(mixed);
    raise(first(mixed), count);
    raise(second(mixed), count);
    added++;
    if (counters.length < maxSize && added >= ADDED_PER_COUNTER_TO_GROW * counters.length) {
      grow();
    } else if (added >= ADDED_PER_COUNTER_TO_HALVE * counters.length) {
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

  /** Each counter becomes two, of which the things that shared it will use one each. */
  private void grow() {
    short[] larger = new short[2 * counters.length];
    System.arraycopy(counters, 0, larger, 0, counters.length);
    System.arraycopy(counters, 0, larger, counters.length, counters.length);
    counters = larger;
    added = 0;
  }

  private void halve() {
    for (int i = 0; i < counters.length; i++) {
      counters[i] = (short) (count(i) >>> 1);
    }
    added = 0;
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

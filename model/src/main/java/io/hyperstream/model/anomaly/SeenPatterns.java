package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How often a stream had records of each pattern, and when last. It remembers so many patterns: a
 * new one takes the place of one that came the fewest times, and of those the one that came the
 * longest ago.
 */
public final class SeenPatterns {

  private static final int FIRST_CAPACITY = 8;

  private final Capacity capacity;
  private long[] hashes = new long[FIRST_CAPACITY];
  private int[] counts = new int[FIRST_CAPACITY];
  private long[] times = new long[FIRST_CAPACITY];
  private int size;

  public SeenPatterns(Capacity capacity) {
    this.capacity = capacity;
  }

  /** How many records of a pattern, known by its hash, are remembered. */
  public int count(long hash) {
    int place = find(hash);
    return place < 0 ? 0 : counts[place];
  }

  /** Event time of the last one of them, milliseconds since the epoch; there must be one. */
  public long lastTime(long hash) {
    return times[find(hash)];
  }

  private int find(long hash) {
    for (int i = 0; i < size; i++) {
      if (hashes[i] == hash) {
        return i;
      }
    }
    return -1;
  }

  /** Takes a record of a pattern. */
  public void add(long hash, long time) {
    int place = find(hash);
    if (place < 0) {
      place = size < capacity.seen ? size++ : least();
      ensureCapacity();
      hashes[place] = hash;
      counts[place] = 0;
    }
    counts[place] = Math.max(counts[place], counts[place] + 1);
    times[place] = time;
  }

  private int least() {
    int least = 0;
    for (int i = 1; i < size; i++) {
      if (counts[i] < counts[least] || counts[i] == counts[least] && times[i] < times[least]) {
        least = i;
      }
    }
    return least;
  }

  private void ensureCapacity() {
    if (size > hashes.length) {
      resize(2 * hashes.length);
    }
  }

  private void resize(int capacity) {
    hashes = Arrays.copyOf(hashes, capacity);
    counts = Arrays.copyOf(counts, capacity);
    times = Arrays.copyOf(times, capacity);
  }

  public void write(DataOutput out) throws IOException {
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      out.writeLong(hashes[i]);
      out.writeInt(counts[i]);
      out.writeLong(times[i]);
    }
  }

  /** What {@link #write} wrote. */
  public static SeenPatterns read(Capacity capacity, DataInput in) throws IOException {
    SeenPatterns patterns = new SeenPatterns(capacity);
    patterns.size = in.readInt();
    if (patterns.size < 0 || patterns.size > capacity.seen) {
      throw new IOException(
          "there are at most %d patterns, but %d are stored"
              .formatted(capacity.seen, patterns.size));
    }
    while (patterns.hashes.length < patterns.size) {
      patterns.resize(2 * patterns.hashes.length);
    }
    for (int i = 0; i < patterns.size; i++) {
      patterns.hashes[i] = in.readLong();
      patterns.counts[i] = in.readInt();
      patterns.times[i] = in.readLong();
    }
    return patterns;
  }

  public SeenPatterns copy() {
    SeenPatterns copy = new SeenPatterns(capacity);
    copy.hashes = hashes.clone();
    copy.counts = counts.clone();
    copy.times = times.clone();
    copy.size = size;
    return copy;
  }
}

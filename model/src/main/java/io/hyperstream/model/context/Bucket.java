package io.hyperstream.model.context;

/** Hashes and buckets. */
final class Bucket {

  private Bucket() {}

  /** The bucket of a hash. */
  static int of(int hash, int buckets) {
    return (int) ((hash & 0xffffffffL) * buckets >>> 32);
  }

  /**
   * The middle one of the hashes that lead to a bucket and have these low bits.
   *
   * @param lowBits how many bits are given
   */
  static int hash(int bucket, int buckets, int low, int lowBits) {
    long first = ((long) bucket << 32) / buckets + 1;
    long end = ((long) (bucket + 1) << 32) / buckets;
    long middle = first + (end - first) / 2;
    long step = 1L << lowBits;
    long hash = (middle & -step) | low;
    if (hash < first) {
      hash += step;
    } else if (hash >= end && hash - step >= first) {
      hash -= step;
    }
    return (int) hash;
  }
}

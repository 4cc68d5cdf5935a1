package io.hyperstream.model.context;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bit histories by hashed context: a slot of 16 bytes holds a check of the hash and the histories
 * of the 15 inner nodes of four binary decisions. Four neighbours, a cache line, are searched; a
 * new context takes the place of the one of them that was seen least.
 */
final class BitHistoryTable implements Learned {

  static final int SLOT_BYTES = 16;

  /** Offset of a slot without any history, for contexts that are not there. */
  static final int EMPTY = 0;

  /** Where the buckets begin: with a cache line, if the array does. */
  private static final int SHIFT = 48;

  private static final int WAYS = 4;

  /** How often a slot was seen, by the history of its first node. */
  private static final int[] SEEN = seen();

  private final byte[] slots;
  private final int buckets;

  /** Keeps the compiler from leaving out what {@link #touch} does. */
  private int touched;

  BitHistoryTable(int bytes) {
    this.buckets = bytes / (WAYS * SLOT_BYTES) - 1;
    this.slots = new byte[SHIFT + (buckets + 1) * WAYS * SLOT_BYTES];
  }

  private static int[] seen() {
    int[] seen = new int[256];
    for (int state = 0; state < BitHistory.states(); state++) {
      seen[state] = BitHistory.zeros(state) + BitHistory.ones(state);
    }
    return seen;
  }

  /** Brings the buckets of some contexts into the cache, all at the same time. */
  void touch(int[] hashes, int from, int count) {
    int sum = 0;
    for (int i = from; i < from + count; i++) {
      int first = first(hashes[i]);
      sum += slots[first] + slots[first + WAYS * SLOT_BYTES - 1];
    }
    touched = sum;
  }

  /** The offset of the context's slot, or {@link #EMPTY}. */
  int find(int hash) {
    int at = first(hash);
    byte check = check(hash);
    if (slots[at] == check) {
      return at;
    }
    if (slots[at + SLOT_BYTES] == check) {
      return at + SLOT_BYTES;
    }
    if (slots[at + 2 * SLOT_BYTES] == check) {
      return at + 2 * SLOT_BYTES;
    }
    return slots[at + 3 * SLOT_BYTES] == check ? at + 3 * SLOT_BYTES : EMPTY;
  }

  /** The offset of the context's slot, which may be new. */
  int claim(int hash) {
    int found = find(hash);
    return found == EMPTY ? replace(hash) : found;
  }

  private int replace(int hash) {
    int first = first(hash);
    int rarest = first;
    int minSeen = Integer.MAX_VALUE;
    for (int at = first; at < first + WAYS * SLOT_BYTES; at += SLOT_BYTES) {
      int seen = SEEN[slots[at + 1] & 0xff];
      if (seen < minSeen) {
        minSeen = seen;
        rarest = at;
      }
    }
    Arrays.fill(slots, rarest, rarest + SLOT_BYTES, (byte) 0);
    slots[rarest] = check(hash);
    return rarest;
  }

  /** The first bucket stays empty. */
  private int first(int hash) {
    int bucket = 1 + Bucket.of(hash, buckets);
    return SHIFT + bucket * WAYS * SLOT_BYTES;
  }

  /** Not 0, which marks a slot that is free. */
  private static byte check(int hash) {
    int low = hash & 0xff;
    return (byte) (low == 0 ? 1 : low);
  }

  /** The history of a node, 1 to 15. */
  int history(int slot, int node) {
    return slots[slot + node] & 0xff;
  }

  /** Adds four bits to the histories of the nodes that they lead through. */
  void update(int slot, int bits) {
    int node = 1;
    for (int shift = 3; shift >= 0; shift--) {
      int bit = bits >>> shift & 1;
      slots[slot + node] = BitHistory.next(slots[slot + node] & 0xff, bit);
      node = node << 1 | bit;
    }
  }

  @Override
  public int bytes() {
    return slots.length - SHIFT;
  }

  @Override
  public void write(ByteBuffer out) {
    out.put(slots, SHIFT, bytes());
  }

  @Override
  public void read(ByteBuffer in) {
    in.get(slots, SHIFT, bytes());
  }
}

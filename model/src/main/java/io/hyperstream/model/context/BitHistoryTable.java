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

  private static final int WAYS = 4;

  /** How often a slot was seen, by the history of its first node. */
  private static final int[] SEEN = seen();

  private final byte[] slots;
  private final int buckets;

  BitHistoryTable(int bytes) {
    this.buckets = bytes / (WAYS * SLOT_BYTES) - 1;
    this.slots = new byte[(buckets + 1) * WAYS * SLOT_BYTES];
  }

  private static int[] seen() {
    int[] seen = new int[256];
    for (int state = 0; state < BitHistory.states(); state++) {
      seen[state] = BitHistory.zeros(state) + BitHistory.ones(state);
    }
    return seen;
  }

  /** The offset of the context's slot, or {@link #EMPTY}. */
  int find(int hash) {
    int first = first(hash);
    byte check = check(hash);
    for (int at = first; at < first + WAYS * SLOT_BYTES; at += SLOT_BYTES) {
      if (slots[at] == check) {
        return at;
      }
    }
    return EMPTY;
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
    int bucket = 1 + (int) ((hash & 0xffffffffL) * buckets >>> 32);
    return bucket * WAYS * SLOT_BYTES;
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

  void update(int slot, int node, int bit) {
    slots[slot + node] = BitHistory.next(slots[slot + node] & 0xff, bit);
  }

  @Override
  public int bytes() {
    return slots.length;
  }

  @Override
  public void write(ByteBuffer out) {
    out.put(slots);
  }

  @Override
  public void read(ByteBuffer in) {
    in.get(slots);
  }
}

package io.hyperstream.model.context;

import java.nio.ByteBuffer;

/**
 * The latest symbols by hashed context: a slot of 8 bytes holds a check of the hash (15 bits),
 * whether other texts alone had the context (1 bit), and up to four different symbols (8 bits each)
 * with their counts (4 bits each), the latest one lowest. Four neighbours are searched; a new
 * context takes the place of the one of them that was seen least in this text.
 */
final class SymbolHistoryTable implements Learned {

  static final int SYMBOLS = 4;
  static final int ENTRY_BITS = 12;

  /** Of a slot's contents as bytes: each symbol, then each count. */
  static final int CONTENT_BYTES = 2 * SYMBOLS;

  private static final int WAYS = 4;
  private static final int CHECK_BITS = 15;
  private static final int MAX_COUNT = 15;

  /** Set as long as the context came in other texts alone. */
  private static final long FOREIGN = 1L << SYMBOLS * ENTRY_BITS;

  private static final int CHECK_SHIFT = SYMBOLS * ENTRY_BITS + 1;
  private static final long CHECK_MASK = -1L << CHECK_SHIFT;

  /** Where the buckets begin: none crosses a cache line, if the array begins with one. */
  private static final int SHIFT = 2;

  private final long[] slots;
  private final int buckets;

  /** Keeps the compiler from leaving out what {@link #touch} does. */
  private long touched;

  SymbolHistoryTable(int bytes) {
    this.buckets = bytes / (WAYS * Long.BYTES);
    this.slots = new long[SHIFT + buckets * WAYS];
  }

  /** Brings the buckets of some contexts into the cache, all at the same time. */
  void touch(int[] hashes) {
    long sum = 0;
    for (int hash : hashes) {
      int first = first(hash);
      sum += slots[first] + slots[first + WAYS - 1];
    }
    touched = sum;
  }

  /** The index of the context's slot, or -1. */
  int find(int hash) {
    int first = first(hash);
    long check = check(hash);
    for (int at = first; at < first + WAYS; at++) {
      if (slots[at] >>> CHECK_SHIFT == check) {
        return at;
      }
    }
    return -1;
  }

  /** The index of the context's slot, which may be new. */
  int claim(int hash) {
    int found = find(hash);
    return found < 0 ? replace(hash) : found;
  }

  private int replace(int hash) {
    int first = first(hash);
    int rarest = first;
    int minSeen = Integer.MAX_VALUE;
    for (int at = first; at < first + WAYS; at++) {
      int seen = seen(slots[at]);
      if (seen < minSeen) {
        minSeen = seen;
        rarest = at;
      }
    }
    slots[rarest] = check(hash) << CHECK_SHIFT;
    return rarest;
  }

  private int first(int hash) {
    return SHIFT + Bucket.of(hash, buckets) * WAYS;
  }

  /** Of bits that the bucket says little about; not 0, which marks a slot that is free. */
  private static long check(int hash) {
    int low = hash & (1 << CHECK_BITS) - 1;
    return low == 0 ? 1 : low;
  }

  private static int seen(long slot) {
    if ((slot & FOREIGN) != 0) {
      return 1;
    }
    int seen = 0;
    for (int i = 0; i < SYMBOLS; i++) {
      seen += count(slot, i);
    }
    return seen;
  }

  long slot(int index) {
    return slots[index];
  }

  /** How often the i-th latest symbol was seen, at most 15; 0 where there is none. */
  static int count(long slot, int i) {
    return (int) (slot >>> (ENTRY_BITS * i + 8)) & MAX_COUNT;
  }

  /** The i-th latest symbol. */
  static int symbol(long slot, int i) {
    return (int) (slot >>> (ENTRY_BITS * i)) & 0xff;
  }

  /** Makes a symbol the latest one. The counts of all others are halved: streams change. */
  void update(int index, int symbol) {
    long old = slots[index];
    int count = 1;
    long others = 0;
    int kept = 1;
    for (int i = 0; i < SYMBOLS; i++) {
      int seen = count(old, i);
      if (seen == 0) {
        break;
      }
      if (symbol(old, i) == symbol) {
        count = Math.min(MAX_COUNT, seen + 1);
      } else if (kept < SYMBOLS) {
        others |= entry(symbol(old, i), (seen + 1) >> 1) << (ENTRY_BITS * kept);
        kept++;
      }
    }
    slots[index] = old & CHECK_MASK | others | entry(symbol, count);
  }

  private static long entry(int symbol, int count) {
    return symbol | (long) count << 8;
  }

  /** How many slots there are, numbered from 0. */
  int slots() {
    return buckets * WAYS;
  }

  /** A hash that leads to a slot, or 0 if it is free. */
  int hash(int slot) {
    int check = (int) (slots[SHIFT + slot] >>> CHECK_SHIFT);
    return check == 0 ? 0 : Bucket.hash(slot / WAYS, buckets, check, CHECK_BITS);
  }

  /** How often this text had the context of a slot, about; 0 if the slot is free. */
  int seen(int slot) {
    return seen(slots[SHIFT + slot]);
  }

  /** The number of the slot that a hash leads to, or a negative number. */
  int slotOf(int hash) {
    int found = find(hash);
    return found < 0 ? found : found - SHIFT;
  }

  /** Copies each symbol of a slot, then each count, to {@code contents}, from {@code at} on. */
  void get(int slot, byte[] contents, int at) {
    for (int i = 0; i < SYMBOLS; i++) {
      contents[at + i] = (byte) symbol(slots[SHIFT + slot], i);
      contents[at + SYMBOLS + i] = (byte) count(slots[SHIFT + slot], i);
    }
  }

  /** Gives a context what {@link #get} has copied of another text. */
  void put(int hash, byte[] contents, int at) {
    int slot = claim(hash);
    long entries = FOREIGN;
    for (int i = 0; i < SYMBOLS; i++) {
      long entry = entry(contents[at + i] & 0xff, contents[at + SYMBOLS + i]);
      entries |= entry << ENTRY_BITS * i;
    }
    slots[slot] = slots[slot] & CHECK_MASK | entries;
  }

  @Override
  public int bytes() {
    return buckets * WAYS * Long.BYTES;
  }

  @Override
  public void write(ByteBuffer out) {
    out.asLongBuffer().put(slots, SHIFT, buckets * WAYS);
    out.position(out.position() + bytes());
  }

  @Override
  public void read(ByteBuffer in) {
    in.asLongBuffer().get(slots, SHIFT, buckets * WAYS);
    in.position(in.position() + bytes());
  }
}

package io.hyperstream.job.learn;

import io.hyperstream.model.Batch;
import io.hyperstream.model.StreamState;
import java.util.Arrays;

/** Symbols that wait to be learned, first in, first out. Taking from the front moves nothing. */
final class SymbolQueue {

  /** Once empty, a queue lets go of an array of more ints than this. */
  private static final int KEPT_CAPACITY = 4096;

  private static final int[] EMPTY = {};

  private int[] symbols = EMPTY;
  private int head;
  private int tail;

  int size() {
    return tail - head;
  }

  boolean isEmpty() {
    return head == tail;
  }

  /** The symbol that {@code index} others are before. */
  int get(int index) {
    return symbols[head + index];
  }

  void addAll(int[] added) {
    int size = size();
    if (added.length > symbols.length - tail) {
      int needed = Math.addExact(size, added.length);
      // Twice the need, or half of the array free to slide back into: amortised constant.
      int[] target =
          needed <= symbols.length / 2 ? symbols : new int[Math.max(needed, doubled(needed))];
      System.arraycopy(symbols, head, target, 0, size);
      symbols = target;
      head = 0;
      tail = size;
    }
    System.arraycopy(added, 0, symbols, tail, added.length);
    tail += added.length;
  }

  private static int doubled(int capacity) {
    return capacity > Integer.MAX_VALUE / 2 ? capacity : 2 * capacity;
  }

  /** Moves the first {@code length} symbols into a batch, as the next window of a stream. */
  void moveTo(Batch batch, StreamState state, int length) {
    batch.add(state, symbols, head, length);
    head += length;
    if (head == tail) {
      head = 0;
      tail = 0;
      if (symbols.length > KEPT_CAPACITY) {
        symbols = EMPTY;
      }
    }
  }

  SymbolQueue copy() {
    SymbolQueue copy = new SymbolQueue();
    copy.addAll(Arrays.copyOfRange(symbols, head, tail));
    return copy;
  }
}

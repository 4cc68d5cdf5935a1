package io.hyperstream.job.learn.state;

import io.hyperstream.model.Batch;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.observation.Observations;
import java.util.Arrays;

/**
 * Symbols that wait to be learned, first in, first out. Adding and taking cost amortised constant
 * time per symbol, without an object per symbol.
 */
public final class SymbolQueue {

  /** A larger array is let go of when an eighth of it suffices: one record may be very long. */
  private static final int KEPT_CAPACITY = 4096;

  private static final int[] EMPTY = {};

  private int[] symbols = EMPTY;
  private int head;
  private int tail;

  public int size() {
    return tail - head;
  }

  public boolean isEmpty() {
    return head == tail;
  }

  /** The symbol that {@code index} others are before. */
  public int get(int index) {
    return symbols[head + index];
  }

  public void addAll(int[] added) {
    int size = size();
    if (added.length > symbols.length - tail) {
      int needed = Math.addExact(size, added.length);
      int[] target = needed <= symbols.length / 2 ? symbols : new int[doubled(needed)];
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
  public void moveTo(Batch batch, StreamState state, int length) {
    int[] window = Arrays.copyOfRange(symbols, head, head + length);
    batch.add(state, Observations.of(batch.kind(), window), 0, length);
    head += length;
    if (symbols.length > KEPT_CAPACITY && size() <= symbols.length / 8) {
      symbols = Arrays.copyOfRange(symbols, head, tail);
      tail -= head;
      head = 0;
    }
  }

  public SymbolQueue copy() {
    SymbolQueue copy = new SymbolQueue();
    copy.addAll(Arrays.copyOfRange(symbols, head, tail));
    return copy;
  }
}

package io.hyperstream.model.net;

import io.hyperstream.model.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Turns of windows that lie side by side, so that none follows another one of its turn: each turn
 * goes forward through a layer once the turn before it has. Window w is in shard {@code w % n} of
 * the n that have windows.
 */
final class Turns {

  private final List<Shard> shards;

  /** For each window the one that it follows, or a negative number. */
  private final int[] before;

  /** The first window of each turn, and behind the last turn the number of windows. */
  private final int[] firsts;

  /** The turn of each window. */
  private final int[] turnOf;

  /** For each shard the turns whose logits can be read. */
  private final AtomicIntegerArray ended;

  private int windows;

  /** How many shards have windows. */
  private int active;

  private boolean follow;

  /** Whether windows are waited for one by one. */
  private boolean awaited;

  Turns(List<Shard> shards, int maxWindows) {
    this.shards = shards;
    this.before = new int[maxWindows];
    this.firsts = new int[maxWindows + 1];
    this.turnOf = new int[maxWindows];
    this.ended = new AtomicIntegerArray(shards.size());
  }

  /** Begins a batch, none of whose windows follows another one. */
  void begin(int windows, int active) {
    this.windows = windows;
    this.active = active;
    follow = false;
    awaited = false;
    Arrays.fill(before, 0, windows, -1);
  }

  /** Lets a window follow another one, which is before it. */
  void follow(int window, int last) {
    before[window] = last;
    follow = true;
  }

  /** Whether any window follows another one. */
  boolean areNeeded() {
    return follow;
  }

  /** Cuts the windows into turns; returns how many. */
  int cut() {
    int count = 0;
    for (int w = 0; w < windows; w++) {
      if (count == 0 || before[w] >= firsts[count - 1]) {
        firsts[count++] = w;
      }
      turnOf[w] = count - 1;
    }
    firsts[count] = windows;
    return count;
  }

  /** A layer's way forward for those windows of a turn that a shard has. */
  void forward(int turn, int layer, int p) {
    Shard shard = shards.get(p);
    int from = firstOfShard(firsts[turn], p);
    int to = firstOfShard(firsts[turn + 1], p);
    for (int w = from; w < to; w++) {
      int last = before[w * active + p];
      if (last >= 0) {
        shard.follow(layer, w, shards.get(last % active), last / active);
      }
    }
    if (to > from) {
      shard.forward(layer, from, to - from);
    }
  }

  /** The outputs of the same windows, for {@link #await}. */
  void outputs(int turn, int p) {
    int from = firstOfShard(firsts[turn], p);
    int to = firstOfShard(firsts[turn + 1], p);
    try {
      shards.get(p).outputsInTurn(from, to - from);
    } finally {
      ended.set(p, turn + 1); // nobody waits for ever
    }
  }

  /** The first window of a shard, by its number there, that is this one or comes after it. */
  private int firstOfShard(int window, int p) {
    return (window - p + active - 1) / active;
  }

  /** From now on the logits of each window are waited for by {@link #await}. */
  void beginAwaiting() {
    for (int p = 0; p < active; p++) {
      ended.set(p, 0);
    }
    awaited = true;
  }

  /** Waits for the logits of a window, if that is how they come. */
  void await(int window) {
    for (int spins = 0; awaited && ended.get(window % active) <= turnOf[window]; spins++) {
      Workers.pause(spins);
    }
  }
}

package io.hyperstream.model.context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What followed a context so far, bit by bit, in one byte: a state machine over (zeros seen, ones
 * seen, the latest bits). State 0 has seen nothing.
 *
 * <p>Counts are bounded together, so that 255 states are enough; and since streams change, a bit
 * makes the machine forget most of a large count of its opposite. While both counts are small the
 * order of the bits is part of the state, later only the last one.
 */
final class BitHistory {

  /** The maximum count of one bit, by the count of the other; beyond the end of the array, 0. */
  private static final int[] MAX = {60, 24, 16, 12, 9, 8, 7, 7};

  /** What is left of a count when its opposite comes. */
  private static final int[] LEFT = {
    0, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 7
  };

  /** Up to this many bits the order of the bits is kept. */
  private static final int ORDERED = 4;

  private static final BitHistory MACHINE = new BitHistory();

  private final Map<State, Integer> numbers = new HashMap<>();
  private final List<State> states = new ArrayList<>();
  private final byte[][] next = new byte[2][256];

  private record State(int zeros, int ones, int latest) {}

  private BitHistory() {
    number(new State(0, 0, 0));
    for (int i = 0; i < states.size(); i++) {
      for (int bit = 0; bit < 2; bit++) {
        next[bit][i] = (byte) number(after(states.get(i), bit));
      }
    }
  }

  private int number(State state) {
    return numbers.computeIfAbsent(
        state,
        added -> {
          states.add(added);
          return states.size() - 1;
        });
  }

  private static State after(State state, int bit) {
    int same = bit == 0 ? state.zeros : state.ones;
    int other = bit == 0 ? state.ones : state.zeros;
    other = LEFT[Math.min(other, LEFT.length - 1)];
    same = Math.min(same + 1, max(other));
    while (other > max(same)) {
      other--;
    }
    boolean ordered = other > 0 && same + other <= ORDERED;
    int latest = ordered ? (state.latest << 1 | bit) & ((1 << ORDERED) - 1) : bit;
    return bit == 0 ? new State(same, other, latest) : new State(other, same, latest);
  }

  private static int max(int other) {
    return other < MAX.length ? MAX[other] : 0;
  }

  /** The state after a bit. */
  static byte next(int state, int bit) {
    return MACHINE.next[bit][state];
  }

  static int states() {
    return MACHINE.states.size();
  }

  static int zeros(int state) {
    return MACHINE.states.get(state).zeros;
  }

  static int ones(int state) {
    return MACHINE.states.get(state).ones;
  }
}

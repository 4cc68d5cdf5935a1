package io.hyperstream.model.context;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BitHistoryTest {

  private static int after(int... bits) {
    int state = 0;
    for (int bit : bits) {
      state = BitHistory.next(state, bit) & 0xff;
    }
    return state;
  }

  @Test
  void fitsIntoAByte() {
    assertThat(BitHistory.states()).isBetween(150, 256);
  }

  @Test
  void countsAndRemembersTheOrderWhileCountsAreSmall() {
    assertThat(BitHistory.zeros(after(0, 0, 1))).isEqualTo(2);
    assertThat(BitHistory.ones(after(0, 0, 1))).isEqualTo(1);
    assertThat(after(0, 1, 0)).isNotEqualTo(after(1, 0, 0));
  }

  @Test
  void aBitMakesItForgetMostOfAnOppositeRun() {
    int run = 0;
    for (int i = 0; i < 100; i++) {
      run = BitHistory.next(run, 1) & 0xff;
    }
    assertThat(BitHistory.ones(run)).isEqualTo(60);
    assertThat(BitHistory.ones(BitHistory.next(run, 0) & 0xff)).isEqualTo(7);
  }

  @Test
  void everyBitLeavesTheStateOfNothingSeen() {
    for (int state = 0; state < BitHistory.states(); state++) {
      assertThat(BitHistory.next(state, 0)).isNotZero();
      assertThat(BitHistory.next(state, 1)).isNotZero();
    }
  }
}

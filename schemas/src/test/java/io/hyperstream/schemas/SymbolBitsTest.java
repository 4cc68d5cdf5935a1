package io.hyperstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SymbolBitsTest {

  @Test
  void isOffByASixteenthOfABitAtMost() {
    for (double bits = 0; bits < 31.9; bits += 0.01) {
      assertThat(SymbolBits.decode(SymbolBits.encode(bits))).isCloseTo(bits, within(0.0626));
    }
  }

  @Test
  void whatCostsMoreThanAByteHoldsIsTheMost() {
    assertThat(SymbolBits.encode(31.875)).isEqualTo((byte) 255);
    assertThat(SymbolBits.encode(1_000)).isEqualTo((byte) 255);
    assertThat(SymbolBits.decode((byte) 255)).isEqualTo(31.875);
  }
}

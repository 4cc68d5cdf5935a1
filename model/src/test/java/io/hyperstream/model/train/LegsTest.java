package io.hyperstream.model.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegsTest {

  @ParameterizedTest
  @CsvSource({"1, 4, 8", "7, 4, 8", "1000, 4, 8", "1003, 7, 8", "7000001, 16, 32"})
  void aPassReadsEachSymbolOnce(int size, int batch, int window) {
    Legs legs = new Legs(size, batch, window, 5);
    for (int pass = 0; pass < 2; pass++) {
      byte[] read = new byte[size];
      for (int leg = 0; leg < legs.perPass(); leg++) {
        legs.begin((long) pass * legs.perPass() + leg);
        for (int s = 0; s < legs.streams(); s++) {
          for (int i = 0; i < legs.length(s); i++) {
            read[legs.place(s, i)]++;
          }
        }
      }
      assertThat(read).containsOnly(1);
    }
  }

  @Test
  void eachPassBeginsElsewhere() {
    Legs legs = new Legs(100_000, 8, 10, 1);
    legs.begin(0);
    int first = legs.place(0, 0);
    legs.begin(1);
    int second = legs.place(0, 0);
    assertThat(second).isNotEqualTo(first);
    legs.begin(0);
    assertThat(legs.place(0, 0)).isEqualTo(first);
  }

  @Test
  void aLargeTextHasSeveralLegs() {
    assertThat(new Legs(10_000_000, 128, 100, 1).perPass()).isEqualTo(4);
    assertThat(new Legs(10_000, 128, 100, 1).perPass()).isEqualTo(1);
    assertThat(new Legs(10_000, 128, 100, 1).streams()).isEqualTo(25);
  }
}

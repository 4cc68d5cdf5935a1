package io.hyperstream.model.context;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SubsetTest {

  @Test
  void someTakeThePlacesOfThoseThatAreMissing() {
    Subset some = Subset.of(5, true, 1, 4);
    assertThat(some.size()).isEqualTo(2);
    assertThat(some.place(4)).isEqualTo(1);
    assertThat(some.place(0)).isEqualTo(Subset.NONE);
    assertThat(some.places(0, 4, 1)).containsExactly(1, 0);
    assertThat(some.pick(10, 11, 12, 13, 14)).containsExactly(11, 14);
  }

  @Test
  void allKeepTheirPlaces() {
    Subset all = Subset.of(3, false, 1);
    assertThat(all.size()).isEqualTo(3);
    assertThat(all.places(0, 1, 2)).containsExactly(0, 1, 2);
    assertThat(all.pick(10, 11, 12)).containsExactly(10, 11, 12);
  }
}

package io.hyperstream.model.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SeenPatternsTest {

  private final SeenPatterns patterns = new SeenPatterns(Capacity.AMPLE);

  @Test
  void tellsHowOftenAndWhenLast() {
    assertThat(patterns.count(7)).isZero();
    patterns.add(7, 100);
    patterns.add(8, 200);
    patterns.add(7, 300);
    assertThat(patterns.count(7)).isEqualTo(2);
    assertThat(patterns.lastTime(7)).isEqualTo(300);
    assertThat(patterns.count(8)).isEqualTo(1);
  }

  @Test
  void theRarestAndOldestIsForgotten() {
    for (int i = 0; i < Capacity.AMPLE.seen; i++) {
      patterns.add(i, i);
    }
    patterns.add(0, 1000);
    patterns.add(-1, 1001);
    assertThat(patterns.count(0)).isEqualTo(2);
    assertThat(patterns.count(1)).as("the oldest of those that came once").isZero();
    assertThat(patterns.count(2)).isEqualTo(1);
    assertThat(patterns.count(-1)).isEqualTo(1);
  }

  @Test
  void readsWhatItWroteAndACopySharesNothing() throws IOException {
    for (int i = 0; i < 20; i++) {
      patterns.add(i, i);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    patterns.write(new DataOutputStream(bytes));
    SeenPatterns read =
        SeenPatterns.read(
            Capacity.AMPLE, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(read).usingRecursiveComparison().isEqualTo(patterns);
    patterns.copy().add(3, 9);
    assertThat(patterns.count(3)).isEqualTo(1);
  }
}

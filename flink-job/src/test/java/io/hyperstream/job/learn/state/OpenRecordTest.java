package io.hyperstream.job.learn.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.model.observation.Observations;
import org.junit.jupiter.api.Test;

class OpenRecordTest {

  @Test
  void keepsTheBitsOfNoMoreSymbolsThanAScoreMayHave() {
    assertThat(new OpenRecord(record(100_000), true, 0, true).symbolBits).hasSize(100_000);
    assertThat(new OpenRecord(record(100_001), true, 0, true).symbolBits).isNull();
    assertThat(new OpenRecord(record(1), false, 0, true).symbolBits).isNull();
  }

  @Test
  void keepsTheRangesOfNoMoreNumbersThanAScoreMayHave() {
    assertThat(new OpenRecord(record(500), true, 4, true).ranges).hasSize(8_000);
    assertThat(new OpenRecord(record(500), true, 4, true).symbolBits).isNull();
    assertThat(new OpenRecord(record(501), true, 4, true).ranges).isNull();
    assertThat(new OpenRecord(record(1), false, 4, true).ranges).isNull();
  }

  private static InputRecord record(int symbols) {
    return new InputRecord("a", "text", 0, 0, 0, Observations.ofBytes(new byte[symbols]), symbols);
  }
}

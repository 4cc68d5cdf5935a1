package io.hyperstream.tools.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.RateChange;
import io.hyperstream.schemas.RateChangeKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ShownAlertTest {

  @Test
  void aBurstAndASilenceSayHowManyThereWereAndHowManyAreUsual() {
    assertThat(reason(new RateChange(RateChangeKind.BURST, 25L, 0.4, 2_500L, 30L)))
        .isEqualTo("25 like this in 30 records and 2.5 s; usual: 0.40");
    assertThat(reason(new RateChange(RateChangeKind.SILENCE, 0L, 1.6, 16_000L, 7L)))
        .isEqualTo("none like 'alive for # s' in 7 records and 16.0 s; usual: 1.6");
  }

  private static String reason(RateChange rate) {
    Alert alert =
        Alert.newBuilder()
            .setTopic("text")
            .setPartition(0)
            .setOffset(7)
            .setEventTime(Instant.EPOCH)
            .setKind(AlertKind.RATE)
            .setScore(40_000)
            .setThreshold(30_000)
            .setText(ByteBuffer.allocate(0))
            .setRecordStart(0)
            .setPattern("alive for # s")
            .setRate(rate)
            .build();
    return ShownAlert.of("k", alert).reason();
  }
}

package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.schemas.Alert;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Alerts say what part of their record stands out, and what was expected in its place. */
class LearnOperatorWhyTest {

  private static final String USUAL = "user bob logged in\n";
  private static final String ODD = "user bob panics at dawn!\n";

  private static final int USUAL_RECORDS = 100;

  private final SettingsBuilder settings = settings();

  /** Each record raises an alert after the usual ones, however usual it is. */
  private static SettingsBuilder settings() {
    SettingsBuilder settings =
        new SettingsBuilder().shape(4, 1).alerts(Double.MIN_VALUE, USUAL_RECORDS, 1000);
    settings.context = new ContextConfig(4 << 20, 1 << 12, true);
    return settings;
  }

  private static String text(Object symbols) {
    return StandardCharsets.US_ASCII.decode(((ByteBuffer) symbols).duplicate()).toString();
  }

  private static void send(LearnHarness harness, String text, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      harness.send("k", text);
    }
  }

  @Test
  void theOddPartIsMarkedAndTheUsualOneWasExpected() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      send(harness, USUAL, USUAL_RECORDS);
      harness.send("k", ODD);
      harness.finish();
      Alert alert = harness.alerts().get(0).value();
      String text = text(alert.getText());
      assertThat(text.substring(0, alert.getStretchStart())).endsWith(USUAL + "user bob ");
      String stretch = text.substring(alert.getStretchStart(), alert.getStretchEnd());
      assertThat("panics at dawn!\n").startsWith(stretch);
      assertThat(stretch).startsWith("p");
      assertThat(text(alert.getExpected().get(0).getContinuation())).startsWith("logged in");
      assertThat(alert.getExpected().get(0).getProbability()).isBetween(0.9, 1.0);
    }
  }

  @Test
  void theNetworkAloneExpectsSymbols() throws Exception {
    settings.context = ContextConfig.OFF;
    try (LearnHarness harness = new LearnHarness(settings.vocabulary(1000).shape(1, 1))) {
      for (int i = 0; i < USUAL_RECORDS; i++) {
        harness.send("k", new int[] {700, 701}, -1);
      }
      harness.send("k", new int[] {700, 3}, -1);
      Alert alert = harness.alerts().get(0).value();
      assertThat(alert.getStretchStart()).isEqualTo(201);
      assertThat(alert.getExpected().get(0).getContinuation()).isEqualTo(List.of(701));
    }
  }

  @Test
  void aRestoreInTheMiddleOfARecordChangesNothing() throws Exception {
    List<Alert> expected;
    try (LearnHarness harness = new LearnHarness(settings)) {
      send(harness, USUAL, USUAL_RECORDS);
      send(harness, ODD, 2);
      harness.finish();
      expected = harness.alerts().stream().map(LearnHarness.Keyed::value).toList();
    }
    assertThat(expected).hasSize(2);
    assertThat(expected.get(0).getExpected()).isNotEmpty();
    assertThat(expected).extracting(Alert::getLikeSeen).containsExactly(0L, 1L);
    assertThat(expected.get(1).getLikeLastSeen())
        .isEqualTo(Instant.ofEpochMilli(LearnHarness.eventTime(USUAL_RECORDS)));
    LearnHarness harness = new LearnHarness(settings);
    send(harness, USUAL, USUAL_RECORDS);
    // Of its 25 symbols not all are in whole windows.
    harness.send("k", ODD);
    assertThat(harness.alerts()).isEmpty();
    try (LearnHarness restored = harness.restart(settings)) {
      send(restored, ODD, 1);
      restored.finish();
      assertThat(restored.alerts()).extracting(LearnHarness.Keyed::value).isEqualTo(expected);
    }
  }
}

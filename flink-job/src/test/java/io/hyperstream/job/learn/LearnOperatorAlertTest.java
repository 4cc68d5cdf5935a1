package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.learn.LearnHarness.Keyed;
import io.hyperstream.job.learn.alert.RecentObservations;
import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.IncidentStatus;
import io.hyperstream.schemas.Score;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class LearnOperatorAlertTest {

  private static final String USUAL = "all is well\n";
  private static final double BUDGET = 50;

  /** So low that what has come a few times is still unusual. */
  private static final double LOW_BUDGET = 5;

  private static final String FOREIGN = "kernel panic at dawn\n";

  private final SettingsBuilder settings = new SettingsBuilder().shape(4, 1).alerts(BUDGET, 50, 5);

  @Test
  void aRecordUnlikeThoseBeforeItRaisesAnAlert() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      send(harness, USUAL, 100);
      assertThat(harness.alerts()).isEmpty();
      harness.send("k", FOREIGN);
      harness.finish();

      Keyed<Alert> raised = harness.alerts().get(0);
      List<Keyed<Score>> scores = harness.scores();
      Alert alert = raised.value();
      assertThat(raised.key()).isEqualTo("k");
      assertThat(raised.timestamp()).isEqualTo(LearnHarness.eventTime(100));
      assertThat(alert.getTopic()).hasToString(LearnHarness.TOPIC);
      assertThat(alert.getPartition()).isZero();
      assertThat(alert.getOffset()).isEqualTo(100);
      assertThat(alert.getEventTime()).isEqualTo(Instant.ofEpochMilli(LearnHarness.eventTime(100)));
      assertThat(alert.getKind()).isEqualTo(AlertKind.SURPRISE);
      assertThat(alert.getScore())
          .isEqualTo(scores.get(100).value().getSurprise())
          .isGreaterThan(BUDGET);
      assertThat(alert.getThreshold()).isEqualTo(BUDGET);
      String text = StandardCharsets.US_ASCII.decode((ByteBuffer) alert.getText()).toString();
      assertThat(text)
          .hasSize(RecentObservations.max(ObservationKind.BYTE))
          .endsWith(USUAL + FOREIGN);
      assertThat(text.substring(alert.getRecordStart())).isEqualTo(FOREIGN);
    }
  }

  @Test
  void tokensAreShownAsIds() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(1, 1).vocabulary(1000))) {
      for (int i = 0; i < 100; i++) {
        harness.send("k", new int[] {700, 701}, -1);
      }
      harness.send("k", new int[] {1, 2, 3}, -1);
      Alert alert = harness.alerts().get(0).value();
      assertThat(alert.getText())
          .asInstanceOf(InstanceOfAssertFactories.list(Integer.class))
          .hasSize(203)
          .endsWith(701, 1, 2, 3);
      assertThat(alert.getRecordStart()).isEqualTo(200);
    }
  }

  @Test
  void smallTokenIdsAreWordsToo() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(1, 1).vocabulary(20))) {
      for (int i = 0; i < 100; i++) {
        harness.send("k", new int[] {3, 4}, -1);
      }
      assertThat(harness.alerts()).isEmpty();
      // As bytes these would all be blanks, and every record one empty word.
      harness.send("k", new int[] {7, 8}, -1);
      assertThat(harness.alerts()).hasSize(1);
    }
  }

  @Test
  void thereIsNoneDuringWarmUp() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.alerts(BUDGET, 101, 5))) {
      send(harness, USUAL, 100);
      harness.send("k", FOREIGN);
      harness.send("k", "one more of them\n");
      harness.finish();
      assertThat(harness.alerts()).singleElement().matches(a -> a.value().getOffset() == 101);
    }
  }

  @Test
  void aFloodIsOneIncident() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.alerts(BUDGET, 50, 1))) {
      send(harness, USUAL, 150);
      // Each has words of its own.
      for (int i = 0; i < 30; i++) {
        harness.send("k", "x%d y%d z%d\n".formatted(i, i, i));
      }
      send(harness, USUAL, 50);
      harness.finish();

      List<Alert> alerts = harness.alerts().stream().map(Keyed::value).toList();
      assertThat(alerts).hasSizeGreaterThan(1).allMatch(a -> a.getIncident().equals(id(150)));
      List<Keyed<Incident>> written = harness.incidents();
      assertThat(written).extracting(Keyed::key).containsOnly(id(150));
      Incident last = written.get(written.size() - 1).value();
      assertThat(last.getStatus()).isEqualTo(IncidentStatus.CLOSED);
      assertThat(last.getCount()).isEqualTo(alerts.size());
      assertThat(last.getKey()).isEqualTo("k");
      assertThat(last.getPattern()).isEqualTo("x# y# z#");
      assertThat(written.get(written.size() - 1).timestamp())
          .isEqualTo(last.getUpdated().toEpochMilli());
    }
  }

  private static String id(int offset) {
    return "%s/0@%d".formatted(LearnHarness.TOPIC, offset);
  }

  @Test
  void anIncidentIsClosedWhenItsKeyEnds() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      send(harness, USUAL, 100);
      harness.send("k", FOREIGN);
      harness.tombstone("k");
      assertThat(harness.incidents())
          .extracting(incident -> incident.value().getStatus())
          .containsExactly(IncidentStatus.OPEN, IncidentStatus.CLOSED);
      assertThat(harness.timers()).isZero();
    }
  }

  @Test
  void anIncidentIsClosedWhenNothingComesEvenAfterARestore() throws Exception {
    long quiet = settings.incidents.quiet().toMillis();
    LearnHarness harness = new LearnHarness(settings);
    harness.time(1_000);
    send(harness, USUAL, 100);
    harness.send("k", FOREIGN);
    send(harness, USUAL, 2);
    assertThat(harness.timers()).isEqualTo(1);
    assertThat(harness.incidents()).hasSize(1);
    harness.time(999 + quiet);
    harness.send("k", USUAL);
    harness.time(1_000 + quiet);
    assertThat(harness.incidents()).as("a record came").isEmpty();
    try (LearnHarness restored = harness.restart(settings)) {
      // What was sent meanwhile is read first.
      restored.time(30_999 + 2 * quiet);
      assertThat(restored.incidents()).isEmpty();
      restored.time(31_000 + 2 * quiet);
      assertThat(restored.incidents())
          .singleElement()
          .matches(incident -> incident.value().getStatus() == IncidentStatus.CLOSED);
      assertThat(restored.timers()).isZero();
    }
  }

  @Test
  void eachKeyHasItsOwnLimitAndPast() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.alerts(BUDGET, 50, 1))) {
      for (int i = 0; i < 100; i++) {
        harness.send("k", USUAL);
        harness.send("l", USUAL);
      }
      harness.send("k", FOREIGN);
      harness.send("l", FOREIGN);
      harness.send("new", FOREIGN);
      harness.finish();
      assertThat(harness.alerts()).extracting(Keyed::key).containsExactly("k", "l");
    }
  }

  @Test
  void switchedOffThereIsNone() throws Exception {
    settings.alerts = AlertSettings.OFF;
    try (LearnHarness harness = new LearnHarness(settings)) {
      send(harness, USUAL, 150);
      harness.send("k", FOREIGN);
      harness.finish();
      assertThat(harness.alerts()).isEmpty();
      assertThat(harness.scores().get(150).value().getSurprise()).isGreaterThan(BUDGET);
    }
  }

  @Test
  void aLastingRiseOfTheCostIsADriftAndRaisedOnce() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.driftAlerts(8, 100))) {
      send(harness, USUAL, 300);
      assertThat(harness.alerts()).isEmpty();
      Random random = new Random(1);
      for (int i = 0; i < 40; i++) {
        int[] noise = IntStream.generate(() -> random.nextInt(256)).limit(12).toArray();
        harness.send("k", noise, -1);
      }
      harness.finish();
      List<Keyed<Alert>> alerts = harness.alerts();
      assertThat(alerts).isNotEmpty().hasSizeLessThan(5);
      Alert first = alerts.get(0).value();
      assertThat(first.getKind()).isEqualTo(AlertKind.DRIFT);
      assertThat(first.getOffset()).isBetween(303L, 320L);
      assertThat(first.getScore()).isGreaterThanOrEqualTo(8);
      assertThat(first.getThreshold()).isEqualTo(8);
    }
  }

  @Test
  void whatGoesOnAfterADriftIsSoonUsual() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.driftAlerts(30, 100))) {
      send(harness, USUAL, 300);
      Random random = new Random(1);
      for (int i = 0; i < 150; i++) {
        int[] noise = IntStream.generate(() -> random.nextInt(256)).limit(12).toArray();
        harness.send("k", noise, -1);
      }
      harness.finish();
      assertThat(harness.alerts())
          .singleElement()
          .satisfies(alert -> assertThat(alert.value().getOffset()).isBetween(303L, 330L));
    }
  }

  @Test
  void aFallOfTheCostIsNoAlarm() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.driftAlerts(20, 100))) {
      Random random = new Random(1);
      for (int i = 0; i < 300; i++) {
        int[] noise = IntStream.generate(() -> ' ' + random.nextInt(8)).limit(12).toArray();
        harness.send("k", noise, -1);
      }
      harness.alerts();
      double before = harness.scores().get(299).value().getBpc();
      send(harness, USUAL, 300);
      harness.finish();

      List<Keyed<Score>> scores = harness.scores();
      assertThat(scores.get(scores.size() - 1).value().getBpc()).isLessThan(before / 4);
      assertThat(harness.alerts())
          .extracting(Keyed::value)
          .allMatch(alert -> alert.getOffset() < 320, "while the new line was learned");
    }
  }

  @Test
  void aShorterChunkOfConstantBytesIsUsual() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      send(harness, "a".repeat(256), 200);
      harness.send("k", "a".repeat(100));
      harness.finish();

      assertThat(harness.alerts()).isEmpty();
      Score last = harness.scores().get(200).value();
      assertThat(last.getBits()).isLessThan(2);
      assertThat(last.getSurprise()).isLessThan(BUDGET);
    }
  }

  @Test
  void aRestoreChangesNothing() throws Exception {
    settings.alerts(LOW_BUDGET, 50, 5);
    List<Keyed<Alert>> expectedAlerts;
    List<Keyed<Incident>> expectedIncidents;
    try (LearnHarness harness = new LearnHarness(settings)) {
      flood(harness, 0, 300);
      expectedAlerts = harness.alerts();
      expectedIncidents = harness.incidents();
    }
    assertThat(expectedAlerts).hasSizeGreaterThan(3);
    assertThat(expectedIncidents).hasSizeGreaterThan(2);
    LearnHarness harness = new LearnHarness(settings);
    flood(harness, 0, 165);
    List<Keyed<Alert>> alerts = harness.alerts();
    List<Keyed<Incident>> incidents = harness.incidents();
    try (LearnHarness restored = harness.restart(settings)) {
      flood(restored, 165, 300);
      alerts.addAll(restored.alerts());
      incidents.addAll(restored.incidents());
    }
    assertThat(alerts).isEqualTo(expectedAlerts);
    assertThat(incidents).isEqualTo(expectedIncidents);
  }

  /** Usual records, and from the 120th on each tenth with words of its own. */
  private static void flood(LearnHarness harness, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      harness.send("k", i >= 120 && i % 10 == 0 ? "x%d y%d z%d\n".formatted(i, i, i) : USUAL);
    }
  }

  private static void send(LearnHarness harness, String text, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      harness.send("k", text);
    }
  }
}

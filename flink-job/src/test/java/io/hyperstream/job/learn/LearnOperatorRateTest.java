package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.learn.LearnHarness.Keyed;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.IncidentStatus;
import io.hyperstream.schemas.RateChange;
import io.hyperstream.schemas.RateChangeKind;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bursts and silences of records that are single token ids, each a kind of its own. */
class LearnOperatorRateTest {

  private static final long START = 1_700_000_000_000L;
  private static final long SECOND = 1_000;
  private static final long BEAT = 10 * SECOND;
  private static final int HEARTBEAT = 7;

  /** No record is surprising before the end of the warm-up. */
  private final SettingsBuilder settings =
      new SettingsBuilder().shape(1, 1).vocabulary(20).alerts(1_000, 1_000_000, 5);

  private final Random random = new Random(1);
  private long now = START;

  @Test
  void aFloodIsOneIncident() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      usual(harness, 500);
      assertThat(harness.alerts()).isEmpty();
      for (int i = 0; i < 200; i++) {
        harness.send("k", new int[] {3}, -1);
      }
      usual(harness, 500);
      harness.finish();

      Alert alert = theOnly(harness.alerts());
      assertThat(alert.getKind()).isEqualTo(AlertKind.RATE);
      assertThat(alert.getOffset()).isBetween(505L, 520L);
      assertThat(alert.getPattern()).isEqualTo("3");
      assertThat(alert.getScore()).isGreaterThanOrEqualTo(alert.getThreshold());
      RateChange rate = alert.getRate();
      assertThat(rate.getChange()).isEqualTo(RateChangeKind.BURST);
      assertThat(rate.getCount()).isBetween(5L, 25L);
      assertThat(rate.getRecords()).isGreaterThanOrEqualTo(rate.getCount());
      assertThat(rate.getUsual()).isLessThan(rate.getCount() / 2.0);
      assertThat(harness.incidents())
          .extracting(incident -> incident.value().getId())
          .containsOnly(alert.getIncident());
    }
  }

  @Test
  void aHeartbeatThatStopsIsNoticedWhenOtherRecordsCome() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      beats(harness, 30);
      for (int i = 0; i < 40; i++) {
        now += SECOND;
        send(harness, "k", 1 + random.nextInt(6));
      }
      Alert alert = theOnly(harness.alerts());
      assertSilence(alert);
      assertThat(alert.getEventTime().toEpochMilli()).isLessThanOrEqualTo(now - 20 * SECOND);
    }
  }

  @Test
  void aHeartbeatThatStopsIsNoticedWhenNothingComes() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      beats(harness, 30);
      harness.time(now + BEAT / 5);
      assertThat(harness.alerts()).isEmpty();
      harness.time(now + BEAT);
      assertSilence(theOnly(harness.alerts()));
      assertThat(statuses(harness)).containsExactly(IncidentStatus.OPEN);
      harness.time(now + 1_000 * BEAT);
      assertThat(harness.alerts()).isEmpty();
      assertThat(statuses(harness)).containsExactly(IncidentStatus.CLOSED);
      assertThat(harness.timers()).isZero();

      now += 1_000 * BEAT;
      beats(harness, 5);
      assertThat(harness.alerts()).isEmpty();
    }
  }

  @Test
  void aHeartbeatThatMayStopIsNotMissed() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      harness.say(
          "rule",
          Feedback.newBuilder()
              .setAction(FeedbackAction.FINE)
              .setPatterns(List.of(String.valueOf(HEARTBEAT)))
              .build());
      beats(harness, 30);
      harness.time(now + BEAT);
      harness.time(now + 1_000 * BEAT);
      assertThat(harness.alerts()).isEmpty();
      assertThat(statuses(harness)).isEmpty();
    }
  }

  @Test
  void aSilenceBeyondTheLimitIsDropped() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.alerts(1_000, 1_000_000, 1))) {
      beats(harness, 30);
      harness.time(now + 1_000 * BEAT);
      assertSilence(theOnly(harness.alerts()));
      now += 1_000 * BEAT;
      beats(harness, 30);
      harness.time(now + 1_000 * BEAT);
      assertThat(harness.alerts()).isEmpty();
      assertThat(harness.timers()).isZero();
    }
  }

  @Test
  void anIncidentThatIsOpenIsClosedOnlyWhenItWasQuiet() throws Exception {
    long quiet = settings.incidents.quiet().toMillis();
    try (LearnHarness harness = new LearnHarness(settings)) {
      beats(harness, 30);
      long last = now - BEAT;
      harness.time(last + 2 * BEAT);
      assertThat(statuses(harness)).containsExactly(IncidentStatus.OPEN);
      harness.time(last + quiet);
      assertThat(statuses(harness)).isEmpty();
      harness.time(last + 2 * BEAT + quiet);
      assertThat(statuses(harness)).containsExactly(IncidentStatus.CLOSED);
    }
  }

  @Test
  void aJobThatLagsSaysNothing() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      harness.time(START + 1_000 * BEAT);
      for (int i = 0; i < 30; i++) {
        beat(harness, i, now);
        now += BEAT;
      }
      harness.time(START + 2_000 * BEAT);
      assertThat(harness.alerts()).isEmpty();
      assertThat(harness.timers()).isZero();
    }
  }

  @Test
  void whatWasSentBeforeIsReadFirst() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      beats(harness, 30);
      long last = now - BEAT;
      // The others are late, so the heartbeat may be.
      for (int i = 0; i < 20; i++) {
        harness.time(last + BEAT + i * 4 * SECOND);
        harness.send("other", new int[] {1}, -1, last + BEAT + i * 100);
      }
      assertThat(harness.alerts()).isEmpty();
      harness.send("other", new int[] {1}, -1, last + 3 * BEAT);
      harness.time(last + BEAT + 80 * SECOND);
      assertSilence(theOnly(harness.alerts()));
    }
  }

  @Test
  void afterARestartThereIsTimeToReadIt() throws Exception {
    LearnHarness harness = new LearnHarness(settings);
    beats(harness, 30);
    harness.time(now + BEAT / 5);
    try (LearnHarness restored = harness.restart(settings)) {
      restored.time(now + 25 * SECOND);
      assertThat(restored.alerts()).isEmpty();
      for (int i = 0; i < 3; i++) {
        beat(restored, i, now + i * BEAT);
      }
      now += 25 * SECOND;
      assertThat(restored.alerts()).isEmpty();
      try (LearnHarness again = restored.restart(settings)) {
        again.time(now + 60 * SECOND);
        assertSilence(theOnly(again.alerts()));
      }
    }
  }

  @Test
  void theEndOfTheInputIsNoSilence() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      beats(harness, 30);
      harness.finish();
      assertThat(harness.alerts()).isEmpty();
    }
  }

  private void usual(LearnHarness harness, int records) throws Exception {
    for (int i = 0; i < records; i++) {
      harness.send("k", new int[] {1 + random.nextInt(6)}, -1);
    }
  }

  private void beats(LearnHarness harness, int beats) throws Exception {
    for (int i = 0; i < beats; i++) {
      harness.time(now);
      beat(harness, i, now + random.nextInt(200));
      now += BEAT;
    }
  }

  private void beat(LearnHarness harness, int number, long eventTime) throws Exception {
    harness.send("k", new int[] {HEARTBEAT}, -1, eventTime);
    for (int i = 0; i < number % 5; i++) {
      harness.send("k", new int[] {1 + random.nextInt(6)}, -1, eventTime + i);
    }
  }

  private void send(LearnHarness harness, String key, int token) throws Exception {
    harness.time(now);
    harness.send(key, new int[] {token}, -1, now);
  }

  private static Alert theOnly(List<Keyed<Alert>> alerts) {
    assertThat(alerts).hasSize(1);
    return alerts.get(0).value();
  }

  private static List<IncidentStatus> statuses(LearnHarness harness) throws Exception {
    return harness.incidents().stream().map(Keyed::value).map(Incident::getStatus).toList();
  }

  private static void assertSilence(Alert alert) {
    assertThat(alert.getKind()).isEqualTo(AlertKind.RATE);
    assertThat(alert.getPattern()).isEqualTo(Integer.toString(HEARTBEAT));
    RateChange rate = alert.getRate();
    assertThat(rate.getChange()).isEqualTo(RateChangeKind.SILENCE);
    assertThat(rate.getCount()).isZero();
    assertThat(rate.getUsual()).isGreaterThan(1);
    assertThat(rate.getMillis()).isGreaterThan(BEAT);
  }
}

package io.hyperstream.job.learn.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.job.learn.settings.IncidentSettings;
import io.hyperstream.model.anomaly.Capacity;
import io.hyperstream.model.anomaly.RecordPattern;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.IncidentStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class IncidentsTest {

  private static final int QUIET_RECORDS = 30;
  private static final long QUIET_MILLIS = 60_000;
  private static final long START = 1_700_000_000_000L;

  private final List<Alert> alerts = new ArrayList<>();
  private final List<Incident> written = new ArrayList<>();
  private final AlertSink sink =
      new AlertSink() {
        @Override
        public void alert(String key, Alert alert) {
          alerts.add(alert);
        }

        @Override
        public void incident(String key, Incident incident) {
          written.add(incident);
        }
      };

  private final Rules rules = new Rules(true);
  private Incidents incidents = incidents(10);
  private AlertState state = new AlertState(ObservationKind.BYTE, Capacity.AMPLE);
  private long offset;
  private long time = START;

  private Incidents incidents(int limit) {
    return new Incidents(
        new AlertSettings(
            true,
            2,
            50,
            0,
            limit,
            new IncidentSettings(Duration.ofMillis(QUIET_MILLIS), QUIET_RECORDS)),
        rules,
        sink);
  }

  @Test
  void anAlertOpensAnIncident() {
    usual(3);
    surprise("kernel panic at dawn", 4);

    Incident incident = latest("text/0@3");
    assertThat(incident.getKey()).isEqualTo("k");
    assertThat(incident.getStatus()).isEqualTo(IncidentStatus.OPEN);
    assertThat(incident.getKinds()).containsExactly(AlertKind.SURPRISE);
    assertThat(incident.getFirstSeen()).isEqualTo(Instant.ofEpochMilli(START + 3));
    assertThat(incident.getLastSeen()).isEqualTo(incident.getFirstSeen());
    assertThat(incident.getUpdated()).isEqualTo(incident.getFirstSeen());
    assertThat(incident.getCount()).isEqualTo(1);
    assertThat(incident.getPriority()).isEqualTo(1);
    assertThat(incident.getPattern()).isEqualTo("kernel panic at dawn");
    assertThat(incident.getBest()).isEqualTo(alerts.get(0));
    assertThat(alerts).singleElement().matches(alert -> alert.getIncident().equals("text/0@3"));
  }

  @Test
  void theLinesOfAStackTraceAreOneIncidentAndAnotherTraceIsAnother() {
    usual(100);
    stackTrace(40);
    usual(60);
    stackTrace(40);
    usual(60);

    assertThat(latest().keySet()).containsExactly("text/0@100", "text/0@200");
    assertThat(latest().values())
        .allMatch(incident -> incident.getCount() == 40)
        .allMatch(incident -> incident.getStatus() == IncidentStatus.CLOSED);
    assertThat(latest("text/0@200").getLastSeen())
        .isEqualTo(Instant.ofEpochMilli(START + 200 + 39));
  }

  @Test
  void aDriftBelongsToWhatWasOddWhenItBegan() {
    surprise("java.io.IOException: reset", 4);
    usual(Incidents.ADJACENT_TO_DRIFT - 1);
    next();
    take(new Finding(AlertKind.DRIFT, 60, 50, record(), "at com.shop.run"));
    usual(Incidents.ADJACENT_TO_DRIFT);
    next();
    take(new Finding(AlertKind.DRIFT, 60, 50, record(), "at com.shop.run"));
    assertThat(finish()).containsExactly(2L, 1L);
  }

  @Test
  void adjacentAlertsBelongTogetherThoughTheyAreNotAlike() {
    surprise("java.io.IOException: reset", 4);
    usual(Incidents.ADJACENT - 1);
    surprise("caused by timeout", 4);
    usual(Incidents.ADJACENT);
    surprise("something else entirely", 4);
    assertThat(finish()).containsExactly(2L, 1L);
  }

  @Test
  void alikeAlertsBelongTogetherForLonger() {
    surprise("disk sda7 is full", 4);
    usual(QUIET_RECORDS - 1);
    surprise("disk sda8 is full", 4);
    usual(QUIET_RECORDS);
    surprise("disk sda9 is full", 4);
    assertThat(finish()).containsExactly(2L, 1L);
  }

  @Test
  void anAlertJoinsTheIncidentThatItIsMostLike() {
    surprise("disk one of host is full", 4);
    usual(Incidents.ADJACENT);
    surprise("user root has no password", 4);
    usual(2);
    surprise("disk two of host is full", 4);
    surprise("user admin has no password", 4);
    surprise("nothing like these", 4);

    assertThat(latest().keySet()).containsExactly("text/0@0", "text/0@11");
    assertThat(finish()).containsExactly(2L, 3L);
  }

  @Test
  void aTimeWithoutAlertsClosesAnIncident() {
    surprise("disk is full", 4);
    time += QUIET_MILLIS - 1;
    surprise("disk is full", 4);
    assertThat(latest()).hasSize(1);
    time += QUIET_MILLIS;
    usual(1);
    assertThat(latest("text/0@0").getStatus()).isEqualTo(IncidentStatus.CLOSED);
    assertThat(latest("text/0@0").getUpdated()).isEqualTo(Instant.ofEpochMilli(time + 2));
    surprise("disk is full", 4);
    assertThat(finish()).containsExactly(2L, 1L);
  }

  @Test
  void theBestAlertIsTheFirstOfTheHighestScore() {
    surprise("first", 4);
    surprise("second", 9);
    surprise("third", 9);
    finish();
    Incident incident = latest("text/0@0");
    assertThat(incident.getBest().getOffset()).isEqualTo(1);
    assertThat(incident.getPattern()).isEqualTo("second");
  }

  @Test
  void scoresOfAllKindsAreComparedByTheirThresholds() {
    surprise("first", 8);
    take(new Finding(AlertKind.DRIFT, 60, 50, record(), "second"));
    finish();
    Incident incident = latest("text/0@0");
    assertThat(incident.getBest().getKind()).isEqualTo(AlertKind.SURPRISE);
    assertThat(incident.getKinds()).containsExactly(AlertKind.SURPRISE, AlertKind.DRIFT);
    assertThat(incident.getPriority()).isEqualTo(2);
  }

  @Test
  void aDriftDoesNotHideWhatCanBeSaidToBeFine() {
    usual(1);
    take(new Finding(AlertKind.DRIFT, 500, 50, record(), "as usual as any"));
    assertThat(latest("text/0@0").getBest().getKind()).isEqualTo(AlertKind.DRIFT);
    surprise("disk # of the array failed", 4);
    surprise("line on another thing", 3);
    take(new Finding(AlertKind.DRIFT, 5_000, 50, record(), "as usual as any"));
    assertThat(state.incidents.get(0).incident().getBest().getKind()).isEqualTo(AlertKind.SURPRISE);
    assertThat(state.incidents.get(0).pattern()).isEqualTo("disk # of the array failed");

    Feedback rule =
        Feedback.newBuilder()
            .setAction(FeedbackAction.FINE)
            .setPatterns(List.of("disk # of the array failed"))
            .build();
    rules.hear("rule", rule);
    usual(1);
    assertThat(latest("text/0@0").getStatus()).isEqualTo(IncidentStatus.CLOSED);
    assertThat(latest("text/0@0").getSilencedBy()).isEqualTo("rule");
  }

  @Test
  void thePriorityRisesWithScoreCountAndKinds() {
    surprise("rare", 2_000);
    assertThat(latest("text/0@0").getPriority()).isEqualTo(4);
    for (int i = 0; i < 9; i++) {
      surprise("rare", 2);
    }
    assertThat(latest("text/0@0").getPriority()).isEqualTo(5);
    surprise("rare", 1e20);
    assertThat(latest("text/0@0").getPriority()).isEqualTo(OpenIncident.MAX_PRIORITY);
  }

  @Test
  void aFloodIsWrittenAFewTimesAndItsEndIsExact() {
    for (int i = 0; i < 1_000; i++) {
      surprise("flood of this", 3);
    }
    assertThat(written).hasSizeLessThan(15);
    assertThat(alerts).hasSize(OpenIncident.MAX_ALERTS);
    surprise("flood of this", 3.5);
    assertThat(alerts).as("one that shows it better").hasSize(OpenIncident.MAX_ALERTS + 1);

    usual(QUIET_RECORDS + 1);
    Incident closed = latest("text/0@0");
    assertThat(closed.getStatus()).isEqualTo(IncidentStatus.CLOSED);
    assertThat(closed.getCount()).isEqualTo(1_001);
    assertThat(closed.getBest().getOffset()).isEqualTo(1_000);
    assertThat(closed.getLastSeen()).isEqualTo(Instant.ofEpochMilli(START + 1_000));
  }

  @Test
  void theLimitCountsIncidents() {
    incidents = incidents(2);
    for (int i = 0; i < 5; i++) {
      surprise("disk is full", 4);
    }
    usual(QUIET_RECORDS);
    surprise("disk is full", 4);
    usual(QUIET_RECORDS);
    surprise("disk is full", 4);
    assertThat(finish()).as("the third is dropped").containsExactly(5L, 1L);
    assertThat(alerts).hasSize(6);
    usual(500);
    surprise("disk is full", 4);
    assertThat(latest()).hasSize(3);
  }

  @Test
  void onlySoManyAreOpen() {
    List<String> words = List.of("ant", "bee", "cow", "dog", "elk", "fox", "gnu", "hen", "ibis");
    incidents =
        new Incidents(
            new AlertSettings(
                true, 2, 50, 0, 10, new IncidentSettings(Duration.ofHours(1), 1_000_000)),
            rules,
            sink);
    for (String word : words) {
      surprise(word, 4);
      usual(Incidents.ADJACENT);
    }
    assertThat(words).hasSize(Incidents.MAX_OPEN + 1);
    assertThat(state.openIncidents()).isEqualTo(Incidents.MAX_OPEN);
    assertThat(latest("text/0@0").getStatus()).isEqualTo(IncidentStatus.CLOSED);
    assertThat(latest("text/0@11").getStatus()).isEqualTo(IncidentStatus.OPEN);
  }

  @Test
  void oneRecordMayOpenSeveral() {
    surprise("disk is full", 4);
    incidents.closeAll("k", state, time);
    take(new Finding(AlertKind.RATE, 4, 2, record(), "heartbeat"));
    incidents.closeAll("k", state, time);
    take(new Finding(AlertKind.RATE, 4, 2, record(), "heartbeat"));
    assertThat(latest().keySet()).containsExactly("text/0@0", "text/0@0+", "text/0@0++");
  }

  @Test
  void wantsToBeWokenOnlyWhileOneIsOpen() {
    assertThat(incidents.quietAfter(state, 5)).isEqualTo(AlertState.NEVER);
    surprise("disk is full", 4);
    assertThat(incidents.quietAfter(state, 5)).isEqualTo(5 + QUIET_MILLIS);
  }

  @Test
  void aRestoreAnywhereChangesNothing() throws IOException {
    scenario(-1);
    List<Incident> expectedIncidents = List.copyOf(written);
    List<Alert> expectedAlerts = List.copyOf(alerts);
    for (int restoreAt = 0; restoreAt < 150; restoreAt += 7) {
      alerts.clear();
      written.clear();
      scenario(restoreAt);
      assertThat(written).isEqualTo(expectedIncidents);
      assertThat(alerts).isEqualTo(expectedAlerts);
    }
    assertThat(latest()).hasSizeGreaterThan(3);
  }

  private void scenario(int restoreAt) throws IOException {
    incidents = incidents(4);
    state = new AlertState(ObservationKind.BYTE, Capacity.AMPLE);
    offset = 0;
    for (int i = 0; i < 150; i++) {
      if (i == restoreAt) {
        state = restored(state);
      }
      if (i % 41 == 0 || i % 50 > 45) {
        surprise(i % 2 == 0 ? "disk is full" : "user unknown", 2 + i % 7);
      } else {
        usual(1);
      }
    }
    finish();
  }

  private static AlertState restored(AlertState state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    AlertStateFormat.write(state.copy(), out);
    return AlertStateFormat.read(new DataInputDeserializer(out.getCopyOfBuffer()));
  }

  private void stackTrace(int lines) {
    surprise("java.io.IOException: connection reset by peer", 4);
    for (int i = 1; i < lines; i++) {
      String name = Character.toString('a' + i % 26);
      surprise("at org.%s.%s(%s.java:%d)".formatted(name.repeat(3), name, name.repeat(5), i), 4);
    }
  }

  private void usual(int times) {
    for (int i = 0; i < times; i++) {
      next();
    }
  }

  private void surprise(String pattern, double score) {
    next();
    take(new Finding(AlertKind.SURPRISE, score, 2, record(), pattern));
  }

  private void next() {
    offset++;
    incidents.next("k", state, record());
  }

  /** The last one that was sent. */
  private JudgedRecord record() {
    return new JudgedRecord(
        "text", 0, offset - 1, time + offset - 1, 5, new OddStretch(), new RecordPattern());
  }

  private void take(Finding finding) {
    incidents.take("k", state, finding, () -> alertOf(finding));
  }

  private static Alert alertOf(Finding finding) {
    return Alert.newBuilder()
        .setTopic(finding.record().topic())
        .setPartition(finding.record().partition())
        .setOffset(finding.record().offset())
        .setEventTime(Instant.ofEpochMilli(finding.record().eventTime()))
        .setKind(finding.kind())
        .setScore(finding.score())
        .setThreshold(finding.threshold())
        .setText(ByteBuffer.wrap(new byte[] {'a'}))
        .setRecordStart(0)
        .build();
  }

  private Incident latest(String id) {
    assertThat(latest()).containsKey(id);
    return latest().get(id);
  }

  /** The incidents as a reader of the compacted topic knows them. */
  private Map<String, Incident> latest() {
    Map<String, Incident> latest = new LinkedHashMap<>();
    written.forEach(incident -> latest.put(incident.getId(), incident));
    return latest;
  }

  /** The counts when the input has ended. */
  private List<Long> finish() {
    incidents.writeAll("k", state, time);
    return latest().values().stream().map(Incident::getCount).toList();
  }
}

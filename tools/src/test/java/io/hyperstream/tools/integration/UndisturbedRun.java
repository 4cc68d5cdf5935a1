package io.hyperstream.tools.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.IncidentStatus;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the job gives out for some lines, ended by tombstones, when nothing happens to it. */
final class UndisturbedRun {

  private final List<TestRecord> sent;
  private final List<Keyed<Score>> scores;
  private final List<Keyed<Prediction>> predictions;
  private final List<Keyed<Alert>> alerts;
  private final List<Incident> incidents;

  private UndisturbedRun(
      List<TestRecord> sent,
      List<Keyed<Score>> scores,
      List<Keyed<Prediction>> predictions,
      List<Keyed<Alert>> alerts,
      List<Incident> incidents) {
    this.sent = sent;
    this.scores = scores;
    this.predictions = predictions;
    this.alerts = alerts;
    this.incidents = incidents;
  }

  static UndisturbedRun over(List<TestRecord> lines, JobFixture fixture) throws Exception {
    return over(lines, Map.of(), fixture);
  }

  /**
   * @param rules what people said before the first line, in JSON, by the ids of the rules
   */
  static UndisturbedRun over(List<TestRecord> lines, Map<String, String> rules, JobFixture fixture)
      throws Exception {
    List<TestRecord> sent = new ArrayList<>(lines);
    sent.addAll(TestRecord.ends(lines));
    TestJob job = fixture.job();
    job.start();
    job.say(rules);
    job.send(sent);
    job.awaitScores(lines.size());
    job.stop();
    UndisturbedRun run =
        new UndisturbedRun(
            sent,
            withoutTopic(job.awaitScores(lines.size())),
            job.predictions(),
            alerts(job),
            incidents(job));
    ExactlyOnce.assertHolds(sent, run.scores);
    assertThat(run.alerts).isNotEmpty();
    assertThat(run.incidents)
        .extracting(Incident::getStatus)
        .contains(IncidentStatus.OPEN, IncidentStatus.CLOSED);
    return run;
  }

  /** The streams that there are alerts of. */
  Set<String> alerting() {
    return alerts.stream().map(Keyed::key).collect(Collectors.toSet());
  }

  /** The stopped job read the same records: each counted once, with the very same numbers. */
  void assertSameOutputs(TestJob job) throws Exception {
    List<Keyed<Score>> actual = withoutTopic(job.awaitScores(scores.size()));
    ExactlyOnce.assertHolds(sent, actual);
    assertThat(actual).isEqualTo(scores);
    assertThat(job.predictions()).isEqualTo(predictions);
    assertThat(alerts(job)).isEqualTo(alerts);
    assertThat(incidents(job)).isEqualTo(incidents);
  }

  private static List<Keyed<Alert>> alerts(TestJob job) {
    List<Keyed<Alert>> alerts = job.alerts();
    alerts.forEach(alert -> withoutTopic(alert.value()));
    return alerts;
  }

  /** All that was written of each, in the order in which it was. */
  private static List<Incident> incidents(TestJob job) {
    List<Incident> incidents = job.incidents().stream().map(Keyed::value).toList();
    for (Incident incident : incidents) {
      incident.setId(withoutTopic(incident.getId()));
      withoutTopic(incident.getBest());
    }
    return incidents;
  }

  private static void withoutTopic(Alert alert) {
    alert.setTopic("");
    alert.setIncident(withoutTopic(alert.getIncident()));
  }

  /** The id of an incident begins with the topic of the input. */
  private static String withoutTopic(String id) {
    return id.substring(id.indexOf('/'));
  }

  /** Each job has an input topic of its own. */
  private static List<Keyed<Score>> withoutTopic(List<Keyed<Score>> scores) {
    scores.forEach(score -> score.value().setTopic(""));
    return scores;
  }
}

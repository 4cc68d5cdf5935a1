package io.hyperstream.job.learn.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.learn.SettingsBuilder;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.IncidentStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LearnMetricsTest {

  @Test
  void tellsOfSteps() {
    LearnSettings settings = new SettingsBuilder().shape(4, 2).build();
    RecordingGroup group = new RecordingGroup();
    LearnMetrics metrics = new LearnMetrics(group, 2, Optional.empty());
    Batch batch = new Batch(settings.learner());
    try (Learner learner = settings.compute().open(settings.learner())) {
      metrics.keys(3);
      metrics.keys(-1);
      metrics.pending(20);
      metrics.alert();
      metrics.openIncidents(2);
      metrics.incident(incident(IncidentStatus.OPEN, 1));
      metrics.incident(incident(IncidentStatus.OPEN, 1));
      metrics.incident(incident(IncidentStatus.OPEN, 2));
      metrics.incident(incident(IncidentStatus.CLOSED, 3));
      for (int windows = 1; windows <= 2; windows++) {
        batch.clear();
        for (int i = 0; i < windows; i++) {
          StreamState state = new StreamState(settings.learner().network());
          batch.add(state, Observations.of(batch.kind(), 1, 2, 3, 4), 0, 4);
        }
        metrics.step(batch, learner.step(batch), 1_500_000);
        metrics.learner(learner);
        metrics.lag(3, windows);
      }
      batch.clear();
      StreamState state = new StreamState(settings.learner().network());
      batch.add(state, Observations.of(batch.kind(), 1, 2), 0, 2);
      metrics.step(batch, learner.step(batch, 100, true), 1_500_000);
    }
    assertThat(group.counters.get(LearnMetrics.STEPS).getCount()).isEqualTo(3);
    assertThat(group.counters.get(LearnMetrics.CHEAP_WINDOWS).getCount()).isEqualTo(1);
    assertThat(group.gauge(LearnMetrics.LAGGING_KEYS)).isEqualTo(3);
    assertThat(group.gauge(LearnMetrics.WINDOWS_PER_KEY)).isEqualTo(2);
    assertThat(group.counters.get(LearnMetrics.ALERTS).getCount()).isEqualTo(1);
    assertThat(group.counters.get(LearnMetrics.INCIDENTS).getCount()).isEqualTo(2);
    assertThat(group.gauge(LearnMetrics.OPEN_INCIDENTS)).isEqualTo(3L);
    assertThat(group.meters.get(LearnMetrics.SYMBOLS_PER_SECOND).getCount()).isEqualTo(14);
    assertThat((Double) group.gauge(LearnMetrics.BPC)).isPositive();
    assertThat(group.gauge(LearnMetrics.BATCH_FILL)).isEqualTo(4 / 6.0);
    assertThat(group.gauge(LearnMetrics.STEP_TIME_MILLIS)).isEqualTo(1.5);
    assertThat(group.gauge(LearnMetrics.GRADIENT_NORM)).isInstanceOf(Double.class);
    assertThat(group.gauge(LearnMetrics.SKIPPED_STEPS)).isEqualTo(0L);
    assertThat(group.gauge(LearnMetrics.KEYS_IN_STATE)).isEqualTo(2L);
    assertThat(group.gauge(LearnMetrics.MODEL_VERSION)).isEqualTo(2L);
    assertThat(group.gauge(LearnMetrics.PENDING_SYMBOLS)).isEqualTo(6L);
    assertThat(group.gauges).doesNotContainKey(DeviceMetrics.DEVICE_MEMORY);
  }

  private static Incident incident(IncidentStatus status, long count) {
    Incident incident = new Incident();
    incident.setStatus(status);
    incident.setCount(count);
    return incident;
  }
}

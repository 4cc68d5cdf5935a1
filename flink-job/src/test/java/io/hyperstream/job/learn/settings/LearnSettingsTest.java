package io.hyperstream.job.learn.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.job.learn.LearnOperatorFactory;
import io.hyperstream.job.learn.LearnTestHarness;
import io.hyperstream.job.learn.SettingsBuilder;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class LearnSettingsTest {

  @Test
  void travelToTheTaskManagers() throws Exception {
    LearnSettings settings = new SettingsBuilder().maxDelay(5).build();
    assertThat(InstantiationUtil.clone(settings)).isEqualTo(settings);
    InstantiationUtil.clone(
        new LearnOperatorFactory(
            settings,
            LearnTestHarness.ALONE,
            LearnTestHarness.ENCODERS,
            LearnTestHarness.NO_LIMIT));
  }

  @Test
  void predictionsNeedNoGenericSerializer() {
    assertThat(LearnOperatorFactory.PREDICTIONS.getTypeInfo())
        .isNotInstanceOf(GenericTypeInfo.class);
  }

  @Test
  void refuseABacklogBelowTheWindow() {
    assertThatThrownBy(() -> new SettingsBuilder().shape(8, 1).backlog(7).build())
        .hasMessage("backlog must be at least the window (learn.window), which is 8, but is 7");
  }

  @Test
  void refuseMorePredictionsThanSymbols() {
    assertThatThrownBy(() -> new SettingsBuilder().predict(257, 0, 0).build())
        .hasMessage("top must be at most the vocabulary, which is 256, but is 257");
  }

  @Test
  void refuseNegativeTimes() {
    assertThatThrownBy(() -> new SettingsBuilder().ttl(-1).build())
        .hasMessage("ttl must be zero or more, but is PT-0.001S");
  }
}

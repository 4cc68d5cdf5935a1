package io.hyperstream.tools.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisturbanceTest {

  @ParameterizedTest
  @ValueSource(ints = {7, 13, 50})
  void aPlanHasEachKindAndTaskManagersForTheRest(int count) {
    List<Disturbance> plan = Disturbance.plan(count);

    assertThat(plan).hasSize(count).contains(Disturbance.values());
    for (Disturbance once :
        List.of(
            Disturbance.BROKER,
            Disturbance.JOB_MANAGER,
            Disturbance.RESCALE,
            Disturbance.SECOND_JOB)) {
      assertThat(Collections.frequency(plan, once)).isEqualTo(1);
    }
  }
}

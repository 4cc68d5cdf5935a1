package io.hyperstream.tools.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.tools.cluster.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short form of the command soak: the job jar on a cluster of processes that are killed. */
class SoakIT {

  private static final List<Disturbance> DISTURBANCES =
      List.of(
          Disturbance.FIRST_TASK_MANAGER,
          Disturbance.BROKER,
          Disturbance.RESCALE,
          Disturbance.SECOND_JOB,
          Disturbance.BOTH_TASK_MANAGERS);

  @Test
  void whateverIsKilledEachRecordIsScoredOnceAndInOrder() throws Exception {
    SoakPlan plan =
        new SoakPlan(
            Duration.ofSeconds(30),
            SoakPlan.ANY,
            2048,
            1,
            1,
            DISTURBANCES,
            List.of(
                "--model.hidden=16",
                "--context.memory=4mb",
                "--rehearsal.memory=256kb",
                "--learn.warm-up=0 s",
                "--predict.continuation=0"));

    SoakResult result = new Soak(Installation.in(Path.of("..")), plan, message -> {}).run();

    assertThat(result.scored().records()).isEqualTo((long) SoakPlan.KEYS * result.linesPerKey());
    assertThat(result.recoveries())
        .extracting(SoakResult.Recovery::disturbance)
        .isEqualTo(DISTURBANCES);
    assertThat(result.scored().bpc()).isBetween(0.1, 7.0);
    assertThat(result.weights()).isPositive();
  }
}

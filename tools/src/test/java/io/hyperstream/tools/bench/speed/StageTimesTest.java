package io.hyperstream.tools.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StageTimesTest {

  @Test
  void eachStageOfAStepIsMeasured() {
    Shape shape = Shape.hyperLstm(16, 4);
    ComputeTarget target = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1);
    BenchCase benchCase =
        new BenchCase(target, shape.name(), shape.network(), shape.adam(), 4, 3, true);
    Duration moment = Duration.ofMillis(1);
    SpeedReport.Stages stages = StageTimes.measure(benchCase, SampleText.symbols(), moment, moment);
    assertThat(stages.setup().backend()).isEqualTo("vector");
    assertThat(stages.setup().precision()).isNull();
    assertThat(stages.stages())
        .extracting(SpeedReport.StageTime::stage)
        .containsExactly("forward", "loss", "backward", "gradients", "update");
    assertThat(stages.stages()).allMatch(time -> time.millis() > 0);
  }
}

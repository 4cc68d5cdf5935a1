package io.hyperstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SpeedOptionsTest {

  private static List<ComputeTarget> targets(String... arguments) {
    SpeedOptions options = new SpeedOptions();
    new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
    return options.settings().targets();
  }

  @Test
  void aCpuIsMeasuredByLanesAndAGpuByPrecisions() {
    assertThat(
            targets(
                "--backend",
                "vector,nd4j,cuda",
                "--lanes",
                "1,2",
                "--precision",
                "tf32,bf16",
                "--device",
                "3"))
        .containsExactly(
            new ComputeTarget(Backend.VECTOR, 1, 3, Precision.TF32),
            new ComputeTarget(Backend.VECTOR, 2, 3, Precision.TF32),
            new ComputeTarget(Backend.ND4J, 1, 3, Precision.TF32),
            new ComputeTarget(Backend.CUDA, 1, 3, Precision.TF32),
            new ComputeTarget(Backend.CUDA, 1, 3, Precision.BF16));
  }

  @Test
  void whatIsMeasuredHasAName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> targets("--backend", "auto"))
        .withMessage("--backend must name what to measure: vector, nd4j or cuda, but is auto");
  }
}

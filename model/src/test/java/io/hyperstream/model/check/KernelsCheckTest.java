package io.hyperstream.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.check.KernelsCheck.Finding;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.nd4j.Nd4jSupport;
import io.hyperstream.model.kernels.vector.HeapKernels;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelsCheckTest {

  private static final double FP32_BOUND = 1e-4;
  private static final double TF32_BOUND = 2e-3;
  private static final double BF16_BOUND = 2e-2;

  private static final int VECTORS = 2;

  private static final KernelsCheck CHECK = new KernelsCheck(HeapKernels.vector(1));

  private static void assertWithin(double bound, Kernels kernels) {
    assertThat(CHECK.check(kernels))
        .hasSize(VECTORS + RandomSamples.all().size())
        .allSatisfy(finding -> assertThat(finding.worst().relative()).isLessThan(bound));
  }

  @Test
  void goodKernelsAreWithinTheBoundOfFloats() {
    assertWithin(FP32_BOUND, HeapKernels.plain(1));
    try (Kernels kernels = HeapKernels.vector(2)) {
      assertWithin(FP32_BOUND, kernels);
    }
    try (Kernels kernels = Nd4jSupport.open(0)) {
      assertWithin(FP32_BOUND, kernels);
    }
  }

  /** What tensor cores round factors to, to the nearest, is what the bounds allow for. */
  @Test
  void goodKernelsOfLowerPrecisionAreWithinTheirBounds() {
    assertWithin(TF32_BOUND, AlteredKernels.rounding(10));
    assertWithin(BF16_BOUND, AlteredKernels.rounding(7));
  }

  @Test
  void lowerPrecisionIsNotTakenForFloats() {
    assertThat(CHECK.check(AlteredKernels.rounding(10)))
        .allSatisfy(finding -> assertThat(finding.worst().relative()).isGreaterThan(FP32_BOUND));
  }

  @Test
  void aWrongGradientIsFoundAndNamed() {
    List<Finding> findings = CHECK.check(AlteredKernels.withoutLastBiasRow());
    assertThat(findings)
        .filteredOn(finding -> finding.worst().relative() > BF16_BOUND)
        .hasSizeGreaterThan(VECTORS)
        .allSatisfy(finding -> assertThat(finding.worst().of()).endsWith("bias"))
        .allSatisfy(finding -> assertThat(finding.worst()).isEqualTo(finding.worstGradient()))
        .allSatisfy(finding -> assertThat(finding.relative(Deviation.LOSS)).isLessThan(FP32_BOUND));
  }

  @Test
  void aWrongUpdateIsFound() {
    assertThat(CHECK.check(AlteredKernels.withLongUpdates()).subList(VECTORS, VECTORS + 3))
        .extracting(finding -> finding.worst().of())
        .containsOnly(Deviation.UPDATE);
  }

  @Test
  void whatIsNotFiniteIsFarOff() {
    assertThat(Deviation.of("x", new float[] {1}, new float[] {Float.NaN}).relative()).isInfinite();
    assertThat(Deviation.of("x", new float[] {0}, new float[] {1}).relative()).isInfinite();
    assertThat(Deviation.of("x", new float[] {0}, new float[] {0}).relative()).isZero();
    assertThat(Deviation.of("x", new float[] {3, 4}, new float[] {3, 4.5f}).relative())
        .isEqualTo(0.1);
  }
}

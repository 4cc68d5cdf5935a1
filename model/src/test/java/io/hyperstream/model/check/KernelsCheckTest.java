package io.hyperstream.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.check.KernelsCheck.Finding;
import io.hyperstream.model.kernels.BackEnds;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.kernels.vector.HeapKernels;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelsCheckTest {

  private static final int VECTORS = 2;

  private static final KernelsCheck CHECK = new KernelsCheck();

  private static void assertWithinBound(Precision precision, Kernels kernels) {
    double bound = KernelsCheck.bound(precision);
    assertThat(CHECK.check(kernels, precision))
        .hasSizeGreaterThan(VECTORS)
        .allSatisfy(finding -> assertThat(finding.worst().relative()).isLessThan(bound));
  }

  static Stream<Named<Kernels>> backEnds() {
    return Stream.concat(
        BackEnds.all(),
        IntStream.of(2, 3)
            .mapToObj(workers -> Named.of(workers + " workers", HeapKernels.vector(workers))));
  }

  @ParameterizedTest
  @MethodSource("backEnds")
  void backEndsAreWithinTheBoundOfFloats(Kernels kernels) {
    try (kernels) {
      assertWithinBound(Precision.FP32, kernels);
    }
  }

  /** What tensor cores round factors to, to the nearest, is what the bounds allow for. */
  @Test
  void goodKernelsOfLowerPrecisionAreWithinTheirBounds() {
    assertWithinBound(Precision.TF32, AlteredKernels.rounding(10));
    assertWithinBound(Precision.BF16, AlteredKernels.rounding(7));
  }

  @Test
  void lowerPrecisionIsNotTakenForFloats() {
    assertThat(CHECK.check(AlteredKernels.rounding(10), Precision.FP32))
        .allSatisfy(
            finding ->
                assertThat(finding.worst().relative())
                    .isGreaterThan(KernelsCheck.bound(Precision.FP32)));
  }

  @Test
  void aWrongGradientIsFoundAndNamed() {
    List<Finding> findings = CHECK.check(AlteredKernels.withoutLastBiasRow(), Precision.FP32);
    assertThat(findings)
        .filteredOn(finding -> finding.worst().relative() > KernelsCheck.bound(Precision.BF16))
        .hasSizeGreaterThan(VECTORS)
        .allSatisfy(finding -> assertThat(finding.worst().of()).endsWith("bias"))
        .allSatisfy(finding -> assertThat(finding.worst()).isEqualTo(finding.worstGradient()))
        .allSatisfy(
            finding ->
                assertThat(finding.relative(Deviation.LOSS))
                    .isLessThan(KernelsCheck.bound(Precision.FP32)));
  }

  @Test
  void aWrongUpdateIsFound() {
    assertThat(
            CHECK
                .check(AlteredKernels.withLongUpdates(), Precision.FP32)
                .subList(VECTORS, VECTORS + 3))
        .extracting(finding -> finding.worst().of())
        .containsOnly(Deviation.UPDATE);
  }

  @Test
  void whatIsNotFiniteIsFarOff() {
    assertThat(Deviation.of("x", new double[] {1}, new double[] {Double.NaN}).relative())
        .isInfinite();
    assertThat(Deviation.of("x", new double[] {0}, new double[] {1}).relative()).isInfinite();
    assertThat(Deviation.of("x", new double[] {0}, new double[] {0}).relative()).isZero();
    assertThat(Deviation.of("x", new double[] {3, 4}, new double[] {3, 4.5}).relative())
        .isEqualTo(0.1);
  }
}

package io.hyperstream.model.check;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares kernels with the reference vectors and, on samples of many shapes, with {@link
 * ScalarHyperLstm} and {@link ScalarAdam}.
 *
 * <p>Kernels that round the factors of their products are not run on tiny shapes, and their
 * gradients of states are not compared: where a few rounded terms nearly cancel out, no bound on
 * the relative error holds. Nor are they run on vectors, which none of them predicts.
 */
public final class KernelsCheck {

  /**
   * How far kernels are off on one sample.
   *
   * @param sample its name
   */
  public record Finding(String sample, List<Deviation> deviations) {

    /** All but these are gradients of parameters. */
    private static final Set<String> OTHERS =
        Set.of(Deviation.LOSS, Deviation.STATES, Deviation.STATE_GRADIENTS, Deviation.UPDATE);

    /** The largest deviation. */
    public Deviation worst() {
      return deviations.stream().max(BY_SIZE).orElseThrow();
    }

    /** The largest deviation of a parameter's gradient. */
    public Deviation worstGradient() {
      return deviations.stream()
          .filter(deviation -> !OTHERS.contains(deviation.of()))
          .max(BY_SIZE)
          .orElseThrow();
    }

    private void dropStateGradients() {
      deviations.removeIf(deviation -> deviation.of().equals(Deviation.STATE_GRADIENTS));
    }

    /** The deviation of the loss, the states or the update; 0 if it was not compared. */
    public double relative(String of) {
      return deviations.stream()
          .filter(deviation -> deviation.of().equals(of))
          .mapToDouble(Deviation::relative)
          .findFirst()
          .orElse(0);
    }
  }

  private static final Comparator<Deviation> BY_SIZE =
      Comparator.comparingDouble(Deviation::relative);

  /** What sums of floats in any order leave, even where they nearly cancel out. */
  private static final double FP32_BOUND = 1e-4;

  /** What rounding the factors of products to 10 bits of mantissa leaves. */
  private static final double TF32_BOUND = 2e-3;

  /** The same for 7 bits: eight times as much, and some of it carried from step to step. */
  private static final double BF16_BOUND = 2e-2;

  private record Expectation(Sample sample, Outcome outcome, double[] update) {

    static Expectation of(Sample sample) {
      Outcome outcome = ScalarHyperLstm.outcome(sample);
      double[] update = ScalarAdam.change(sample, outcome.gradient(), SampleRun.UPDATES);
      return new Expectation(sample, outcome, update);
    }
  }

  private final List<ReferenceVectors> vectors = ReferenceVectors.all();
  private final List<Expectation> chosen;
  private final List<Expectation> tiny;
  private final List<Expectation> dropping;

  /** Computes the expected results. */
  public KernelsCheck() {
    this.chosen = RandomSamples.chosen().map(Expectation::of).toList();
    this.tiny =
        Stream.concat(RandomSamples.tiny(), RandomSamples.tinyVectors())
            .map(Expectation::of)
            .toList();
    this.dropping = RandomSamples.dropping().map(Expectation::of).toList();
  }

  /** The largest deviation that kernels of a precision may have. */
  public static double bound(Precision precision) {
    return switch (precision) {
      case FP32 -> FP32_BOUND;
      case TF32 -> TF32_BOUND;
      case BF16 -> BF16_BOUND;
    };
  }

  /** Compares kernels on every sample. */
  public List<Finding> check(Kernels kernels, Precision precision) {
    List<Finding> findings = new ArrayList<>();
    for (ReferenceVectors reference : vectors) {
      Outcome actual = new SampleRun(reference.sample(), kernels).outcome();
      findings.add(finding(reference.sample(), reference.expected(), actual));
    }
    boolean vectors = precision == Precision.FP32 && predictVectors(kernels);
    addFindings(chosen, kernels, vectors, findings);
    if (precision == Precision.FP32) {
      addFindings(tiny, kernels, vectors, findings);
      dropping.forEach(expectation -> findings.add(check(kernels, expectation)));
    } else {
      findings.forEach(Finding::dropStateGradients);
    }
    return findings;
  }

  /** Whether the kernels have a loss for vectors; those that refuse it are not checked for it. */
  private static boolean predictVectors(Kernels kernels) {
    try {
      kernels.density(new DensityConfig(1, 0, 1, false, false, false));
      return true;
    } catch (BackendUnavailableException e) {
      return false;
    }
  }

  private static void addFindings(
      List<Expectation> expected, Kernels kernels, boolean vectors, List<Finding> findings) {
    expected.stream()
        .filter(expectation -> vectors || expectation.sample().examples() == null)
        .forEach(expectation -> findings.add(check(kernels, expectation)));
  }

  private static Finding check(Kernels kernels, Expectation expectation) {
    Sample sample = expectation.sample();
    SampleRun run = new SampleRun(sample, kernels);
    Finding finding = finding(sample, expectation.outcome(), run.outcome());
    // With the gradient that the scalar Adam had, so that only the update itself can be off.
    double[] update = run.update(expectation.outcome().gradient());
    finding.deviations().add(Deviation.of(Deviation.UPDATE, expectation.update(), update));
    return finding;
  }

  private static Finding finding(Sample sample, Outcome expected, Outcome actual) {
    return new Finding(sample.name(), expected.deviations(actual, sample.layout()));
  }
}

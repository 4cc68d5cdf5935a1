package io.hyperstream.model.check;

import io.hyperstream.model.kernels.Kernels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Compares kernels with the reference vectors, and with other kernels on random samples. */
public final class KernelsCheck {

  /**
   * How far kernels are off on one sample.
   *
   * @param sample its name
   */
  public record Finding(String sample, List<Deviation> deviations) {

    /** All but these are gradients. */
    private static final Set<String> OTHERS =
        Set.of(Deviation.LOSS, Deviation.STATES, Deviation.UPDATE);

    /** The largest of all. */
    public Deviation worst() {
      return deviations.stream().max(BY_SIZE).orElseThrow();
    }

    /** The largest of the gradients. */
    public Deviation worstGradient() {
      return deviations.stream()
          .filter(deviation -> !OTHERS.contains(deviation.of()))
          .max(BY_SIZE)
          .orElseThrow();
    }

    /** That of the loss, the states or the update; 0 if it was not compared. */
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

  private record Expectation(Sample sample, Outcome outcome, float[] update) {}

  private final List<ReferenceVectors> vectors = ReferenceVectors.all();
  private final List<Expectation> expectations = new ArrayList<>();

  /**
   * @param yardstick what others must agree with on random samples
   */
  public KernelsCheck(Kernels yardstick) {
    for (Sample sample : RandomSamples.all()) {
      SampleRun run = new SampleRun(sample, yardstick);
      Outcome outcome = run.outcome();
      expectations.add(new Expectation(sample, outcome, run.update(outcome.gradient())));
    }
  }

  /** What is found of some kernels, sample by sample. */
  public List<Finding> check(Kernels kernels) {
    List<Finding> findings = new ArrayList<>();
    for (ReferenceVectors reference : vectors) {
      Outcome actual = new SampleRun(reference.sample(), kernels).outcome();
      findings.add(finding(reference.sample(), reference.expected(), actual));
    }
    for (Expectation expectation : expectations) {
      Sample sample = expectation.sample();
      SampleRun run = new SampleRun(sample, kernels);
      Finding finding = finding(sample, expectation.outcome(), run.outcome());
      // By the same gradient as the yardstick: so only the update itself can be off.
      float[] update = run.update(expectation.outcome().gradient());
      finding.deviations().add(Deviation.of(Deviation.UPDATE, expectation.update(), update));
      findings.add(finding);
    }
    return findings;
  }

  private static Finding finding(Sample sample, Outcome expected, Outcome actual) {
    return new Finding(sample.name(), expected.deviations(actual, sample.layout()));
  }
}

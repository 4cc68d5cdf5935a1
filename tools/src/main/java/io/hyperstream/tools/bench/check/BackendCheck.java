package io.hyperstream.tools.bench.check;

import io.hyperstream.model.backends.BackendChoice;
import io.hyperstream.model.check.KernelsCheck;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.kernels.vector.HeapKernels;
import io.hyperstream.tools.bench.Machine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Compares every back end that loads here with the reference vectors, and on random samples with
 * the scalar network.
 */
public final class BackendCheck {

  /**
   * A back end to check.
   *
   * @param precision that it computes in
   * @param bound the largest relative error that it may have
   * @param kernels opens them
   */
  record Subject(String name, Precision precision, double bound, Supplier<Kernels> kernels) {

    static Subject of(String name, Precision precision, Supplier<Kernels> kernels) {
      return new Subject(name, precision, KernelsCheck.bound(precision), kernels);
    }
  }

  private BackendCheck() {}

  /**
   * Checks them all.
   *
   * @param progress told what is being done
   */
  public static CheckReport run(Consumer<String> progress) {
    return run(subjects(), progress);
  }

  private static List<Subject> subjects() {
    return List.of(
        cpu("plain", () -> HeapKernels.plain(1)),
        cpu("vector", () -> open(vector(1))),
        cpu("vector, 2 workers", () -> open(vector(2))),
        cpu("nd4j", () -> open(ComputeTarget.AUTO.with(Backend.ND4J))),
        cuda(Precision.FP32),
        cuda(Precision.TF32),
        cuda(Precision.BF16));
  }

  private static Subject cpu(String name, Supplier<Kernels> kernels) {
    return Subject.of(name, Precision.FP32, kernels);
  }

  private static ComputeTarget vector(int workers) {
    return ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(workers);
  }

  private static Subject cuda(Precision precision) {
    ComputeTarget target = ComputeTarget.AUTO.with(Backend.CUDA).with(precision);
    return Subject.of("cuda " + precision.key(), precision, () -> open(target));
  }

  private static Kernels open(ComputeTarget target) {
    return BackendChoice.open(target).kernels();
  }

  /** Checks some. */
  static CheckReport run(List<Subject> subjects, Consumer<String> progress) {
    List<CheckReport.Checked> checked = new ArrayList<>();
    // The same reason holds for each precision of a back end.
    Set<String> absent = new LinkedHashSet<>();
    KernelsCheck check = new KernelsCheck();
    for (Subject subject : subjects) {
      progress.accept("Checking " + subject.name() + " ...");
      try (Kernels kernels = subject.kernels().get()) {
        checked.add(
            CheckReport.Checked.of(
                subject.name(), subject.bound(), check.check(kernels, subject.precision())));
      } catch (BackendUnavailableException e) {
        absent.add(e.getMessage());
      }
    }
    boolean passed = checked.stream().allMatch(CheckReport.Checked::passed);
    return new CheckReport(Machine.here(), passed, checked, List.copyOf(absent));
  }
}

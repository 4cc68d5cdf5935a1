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
 * {@code vector} on one lane.
 */
public final class BackendCheck {

  /** The largest relative error of what is computed in floats. */
  private static final double FP32_BOUND = 1e-4;

  /** What rounding the factors of products to 10 and to 7 bits of mantissa accounts for. */
  private static final double TF32_BOUND = 2e-3;

  private static final double BF16_BOUND = 2e-2;

  /**
   * A back end to check.
   *
   * @param bound the largest relative error that it may have
   * @param kernels opens them
   */
  record Subject(String name, double bound, Supplier<Kernels> kernels) {}

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
        new Subject("plain", FP32_BOUND, () -> HeapKernels.plain(1)),
        // On two lanes, since one is what it is compared with.
        new Subject("vector", FP32_BOUND, () -> open(vector(2))),
        new Subject("nd4j", FP32_BOUND, () -> open(ComputeTarget.AUTO.with(Backend.ND4J))),
        cuda(Precision.FP32, FP32_BOUND),
        cuda(Precision.TF32, TF32_BOUND),
        cuda(Precision.BF16, BF16_BOUND));
  }

  private static ComputeTarget vector(int lanes) {
    return ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(lanes);
  }

  private static Subject cuda(Precision precision, double bound) {
    ComputeTarget target = ComputeTarget.AUTO.with(Backend.CUDA).with(precision);
    return new Subject("cuda " + precision.key(), bound, () -> open(target));
  }

  private static Kernels open(ComputeTarget target) {
    return BackendChoice.open(target).kernels();
  }

  /** Checks some. */
  static CheckReport run(List<Subject> subjects, Consumer<String> progress) {
    List<CheckReport.Checked> checked = new ArrayList<>();
    // The same reason holds for each precision of a back end.
    Set<String> absent = new LinkedHashSet<>();
    try (Kernels yardstick = open(vector(1))) {
      KernelsCheck check = new KernelsCheck(yardstick);
      for (Subject subject : subjects) {
        progress.accept("Checking " + subject.name() + " ...");
        try (Kernels kernels = subject.kernels().get()) {
          checked.add(
              CheckReport.Checked.of(subject.name(), subject.bound(), check.check(kernels)));
        } catch (BackendUnavailableException e) {
          absent.add(e.getMessage());
        }
      }
    }
    boolean passed = checked.stream().allMatch(CheckReport.Checked::passed);
    return new CheckReport(Machine.here(), passed, checked, List.copyOf(absent));
  }
}

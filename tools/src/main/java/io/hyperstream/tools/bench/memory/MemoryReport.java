package io.hyperstream.tools.bench.memory;

import io.hyperstream.tools.report.Report;
import io.hyperstream.tools.report.Wording;
import java.util.List;

/**
 * What learners did with a device's memory.
 *
 * @param device such as {@code NVIDIA H100 80GB HBM3}
 * @param learners how many there were, one after the other
 * @param accountedBytes what a learner says that it holds
 * @param takenBytes how much less the device has free while there is a learner; the largest
 * @param leftBytes how much less it has free after the last one than after the first
 */
public record MemoryReport(
    String device, int learners, long accountedBytes, long takenBytes, long leftBytes)
    implements Report {

  private static final double TOLERANCE = 0.02;

  /** Whether what is held is accounted for to 2%, and as little is left when all are closed. */
  public boolean passed() {
    double tolerance = TOLERANCE * accountedBytes;
    return Math.abs(takenBytes - accountedBytes) <= tolerance && leftBytes <= tolerance;
  }

  @Override
  public List<String> table() {
    return List.of(
        device,
        Wording.of(
            "A learner says that it holds %,.1f MB; the device has %,.1f MB less",
            accountedBytes / 1e6, takenBytes / 1e6),
        Wording.of(
            "After %d learners the device has %,.1f MB less than after one",
            learners, leftBytes / 1e6),
        passed()
            ? "Its memory is accounted for and given back."
            : "Its memory is not accounted for or not given back.");
  }
}

package io.hyperstream.tools.bench;

import io.hyperstream.tools.replay.ReplayReport;
import java.io.IOException;

/**
 * How well a file was learned, and how fast.
 *
 * @param bpc bits per symbol, all of the file from its first symbol on
 * @param symbolsPerSecond of one core; warm: the compiler has done with the loops before
 * @param cpuShare how much of the time the learning thread had a core; well below 1, something else
 *     ran, and the speed is too low
 */
public record Outcome(
    double bpc, double seconds, double symbolsPerSecond, double cpuShare, long skippedSteps) {

  /** Learns a file. */
  public interface Replay {
    ReplayReport run() throws IOException;
  }

  public static Outcome of(Replay replay) throws IOException {
    CpuShare share = new CpuShare();
    ReplayReport report = replay.run();
    return new Outcome(
        report.bits().bpc(),
        report.pace().seconds(),
        report.pace().symbolsPerSecond(),
        share.now(),
        report.learning().skippedSteps());
  }

  /** Whether the speed is too low. */
  public boolean disturbed() {
    return CpuShare.isDisturbed(cpuShare);
  }
}

package io.hyperstream.tools.bench;

import io.hyperstream.tools.report.Wording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;

/**
 * What a measurement ran on.
 *
 * @param cpu the processor's name for itself
 * @param cores that this process may use
 * @param jdk version of the running Java
 * @param vectorBits of the vectors that the back end computes with
 */
public record Machine(String cpu, int cores, String jdk, int vectorBits) {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";

  /** Of this process. */
  public static Machine here() {
    return new Machine(
        cpuName(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().toString(),
        FloatVector.SPECIES_PREFERRED.vectorBitSize());
  }

  /**
   * One line on it.
   *
   * @param lanes threads that each learner computed with
   */
  public String withLanes(int lanes) {
    return Wording.of("%s, JDK %s, %s per learner", cpu, jdk, Wording.count(lanes, "thread"));
  }

  /** Linux has the processor's name; elsewhere at least its kind. */
  private static String cpuName() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith(MODEL))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElseGet(() -> System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}

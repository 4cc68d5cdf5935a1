package io.hyperstream.tools.bench;

import io.hyperstream.tools.replay.InputFileException;
import io.hyperstream.tools.replay.ReplayInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/**
 * Files that learners read once each, from a cold start, without Kafka and Flink: the same code as
 * the job's, and the same bits.
 *
 * @param maxBytes of each file
 * @param split into how many streams each file is cut
 * @param lanes threads that each learner computes with
 * @param given the job's options, as given
 */
public record LearnedFiles(
    List<Path> files, long maxBytes, int split, int lanes, Configuration given) {

  /** Bytes of a record, as a replay's. */
  private static final int CHUNK_BYTES = 256;

  /** Measures learners on a file, one after another. */
  public interface Measurement<R> {
    List<R> run(ReplayInput file) throws IOException;
  }

  /** The job's options as given, without predictions unless they are asked for. */
  public Configuration options() {
    return LearnOnly.options(given, lanes);
  }

  /**
   * Measures on each file in turn.
   *
   * @throws InputFileException if one cannot be read; before anything is measured
   */
  public <R> List<FileRuns<R>> measure(Measurement<R> measurement)
      throws IOException, InputFileException {
    List<ReplayInput> inputs = new ArrayList<>();
    for (Path file : files) {
      inputs.add(ReplayInput.chunks(List.of(file), split, CHUNK_BYTES, maxBytes));
    }
    List<FileRuns<R>> results = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      String name = files.get(i).getFileName().toString();
      ReplayInput input = inputs.get(i);
      results.add(new FileRuns<>(name, input.bytes(), measurement.run(input)));
    }
    return results;
  }
}

package io.hyperstream.tools.replay;

import io.hyperstream.job.input.InputRecord;
import java.io.IOException;

/** Learns and scores records without a Flink job. */
public interface RecordLearner extends AutoCloseable {

  void add(InputRecord record) throws IOException;

  /** Learns what is still pending at the end of the input. */
  void finish() throws IOException;

  /** Summary of the learning so far. */
  LearnSummary summary();

  @Override
  void close();
}

package io.hyperstream.tools.replay;

import io.hyperstream.job.input.InputRecord;
import java.io.IOException;

/** Learns and scores records without a Flink job around it. */
public interface RecordLearner extends AutoCloseable {

  void add(InputRecord record) throws IOException;

  /** Learns what is left: the input has ended. */
  void finish() throws IOException;

  /** How it went so far. */
  LearnSummary summary();

  @Override
  void close();
}

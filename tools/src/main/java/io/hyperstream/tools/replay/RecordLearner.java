package io.hyperstream.tools.replay;

import io.hyperstream.job.input.InputRecord;
import java.io.IOException;

/** Learns and scores records without a Flink job. */
public interface RecordLearner extends AutoCloseable {

  void add(InputRecord record) throws IOException;

  /** Learns what is still pending, since the input has ended. */
  void finish() throws IOException;

  /** How learning went so far. */
  LearnSummary summary();

  @Override
  void close();
}

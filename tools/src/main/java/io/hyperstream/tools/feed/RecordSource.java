package io.hyperstream.tools.feed;

import java.io.Closeable;
import java.io.IOException;

/** The records of one stream, in order. */
public interface RecordSource extends Closeable {

  /** Kafka key of all its records. */
  byte[] key();

  /** The value of the next record, or null if there is none now. */
  byte[] poll() throws IOException;

  /** Whether {@link #poll} will never return a record again. */
  boolean isFinished();

  @Override
  default void close() throws IOException {}
}

package io.hyperstream.model.context;

import java.nio.ByteBuffer;

/** A part of the model that is learned; its size is constant. */
interface Learned {

  /** Bytes of memory, and bytes that {@link #write} writes. */
  int bytes();

  void write(ByteBuffer out);

  void read(ByteBuffer in);

  /**
   * Writes what a new model may begin with, always as many bytes; nothing where all is about what
   * was read.
   */
  default void writeStart(ByteBuffer out) {}

  /** Begins with what {@link #writeStart} wrote. */
  default void readStart(ByteBuffer in) {}
}

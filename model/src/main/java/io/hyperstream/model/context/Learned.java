package io.hyperstream.model.context;

import java.nio.ByteBuffer;

/** A part of the model that is learned; its size is constant. */
interface Learned {

  /** Bytes of memory, and bytes that {@link #write} writes. */
  int bytes();

  void write(ByteBuffer out);

  void read(ByteBuffer in);
}

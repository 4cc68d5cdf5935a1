package io.hyperstream.model.context;

import java.nio.ByteBuffer;

/** A part of the model whose numbers are learned, and of constant size. */
interface Learned {

  /** Bytes that {@link #write} takes, which are those of memory too. */
  int bytes();

  void write(ByteBuffer out);

  void read(ByteBuffer in);
}

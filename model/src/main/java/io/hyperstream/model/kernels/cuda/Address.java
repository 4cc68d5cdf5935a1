package io.hyperstream.model.kernels.cuda;

import org.bytedeco.javacpp.Pointer;

/** A pointer that is set anew for each use, so that a call allocates nothing. */
final class Address extends Pointer {

  Address to(long value) {
    address = value;
    return this;
  }
}

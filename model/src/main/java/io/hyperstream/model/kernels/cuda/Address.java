package io.hyperstream.model.kernels.cuda;

import org.bytedeco.javacpp.Pointer;

/** A pointer to anywhere, set anew for each use: a call costs no object. */
final class Address extends Pointer {

  Address to(long value) {
    address = value;
    return this;
  }
}

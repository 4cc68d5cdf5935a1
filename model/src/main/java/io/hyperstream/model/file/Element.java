package io.hyperstream.model.file;

import java.util.Arrays;
import java.util.Optional;

/** A number in a file; the names are those of the format, which has more. */
enum Element {
  F64(Double.BYTES),
  F32(Float.BYTES),
  I32(Integer.BYTES),
  BF16(Short.BYTES),
  U8(Byte.BYTES);

  private final int bytes;

  Element(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  static Optional<Element> find(String name) {
    return Arrays.stream(values()).filter(element -> element.name().equals(name)).findFirst();
  }
}

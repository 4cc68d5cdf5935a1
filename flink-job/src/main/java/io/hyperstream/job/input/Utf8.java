package io.hyperstream.job.input;

import java.nio.ByteBuffer;

/** Counts the characters of UTF-8 text, which need not be well formed. */
final class Utf8 {

  private Utf8() {}

  /** Unicode characters in the buffer: all bytes except those that continue a character. */
  static int characters(ByteBuffer bytes) {
    int count = 0;
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      if ((bytes.get(i) & 0xC0) != 0x80) {
        count++;
      }
    }
    return count;
  }
}

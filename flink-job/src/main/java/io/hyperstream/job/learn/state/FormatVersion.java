package io.hyperstream.job.learn.state;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;

/** The leading byte of a stored value, which says how the rest is written. */
final class FormatVersion {

  private FormatVersion() {}

  /**
   * Reads the version, which must be a known one.
   *
   * @param what is stored, for the error
   * @throws IOException if it is of a version beyond {@code newest}
   */
  static int readKnown(DataInputView in, int newest, String what) throws IOException {
    int version = in.readUnsignedByte();
    if (version < 1 || version > newest) {
      throw new IOException(
          "the stored %s has format %d, this program reads formats 1 to %d; restore it with the release that wrote it, or a newer one"
              .formatted(what, version, newest));
    }
    return version;
  }
}

package io.hyperstream.job.learn.state;

import io.hyperstream.job.failure.UnrecoverableException;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;

/** The first byte of a stored value, which says how the rest is written. */
public final class FormatVersion {

  private FormatVersion() {}

  /**
   * Reads the version.
   *
   * @param what is stored, for the error message
   * @throws UnrecoverableException if the version is not from 1 to {@code newest}
   */
  static int readKnown(DataInputView in, int newest, String what) throws IOException {
    int version = in.readUnsignedByte();
    requireKnown(version, newest, what);
    return version;
  }

  /**
   * The same for a version that was read already.
   *
   * @throws UnrecoverableException if the version is not from 1 to {@code newest}
   */
  public static void requireKnown(long version, int newest, String what) {
    if (version < 1 || version > newest) {
      throw new UnrecoverableException(
          "the stored %s has format %d, this program reads formats 1 to %d; restore it with the release that wrote it, or a newer one"
              .formatted(what, version, newest));
    }
  }
}

package io.hyperstream.tools.feed;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Adds to a failure what it is that cannot be read. */
abstract class NamedStream extends FilterInputStream {

  NamedStream(InputStream input) {
    super(input);
  }

  /** The failure to throw instead. */
  abstract IOException named(Exception e);

  @Override
  public int read() throws IOException {
    try {
      return in.read();
    } catch (IOException | RuntimeException e) {
      throw named(e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (IOException | RuntimeException e) {
      throw named(e);
    }
  }
}

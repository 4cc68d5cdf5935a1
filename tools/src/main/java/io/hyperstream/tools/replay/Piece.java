package io.hyperstream.tools.replay;

import io.hyperstream.tools.feed.InputFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A contiguous part of a file that is replayed as one stream.
 *
 * @param key of the stream
 * @param start offset of its first byte in the file's content
 * @param end offset of its last byte in it, exclusive
 */
record Piece(String key, InputFile content, long start, long end) {

  Path file() {
    return content.path();
  }

  long bytes() {
    return end - start;
  }

  InputStream open() throws IOException {
    return new Bounded(content.open(start), bytes());
  }

  /** Ends after a given number of bytes. */
  private static final class Bounded extends FilterInputStream {

    private long left;

    Bounded(InputStream input, long bytes) {
      super(input);
      this.left = bytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = super.read(target, offset, (int) Math.min(length, left));
      left -= Math.max(0, count);
      return count;
    }
  }
}

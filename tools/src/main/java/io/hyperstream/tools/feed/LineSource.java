package io.hyperstream.tools.feed;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of a text, one record each, without the newline that ends them: the job's {@code text}
 * format puts it back. Any bytes will do; a line longer than {@link #MAX_LINE_BYTES} comes in
 * pieces of that size.
 */
public final class LineSource extends StreamedSource {

  /** Half of what Kafka takes by default, so that a file without newlines is no error. */
  public static final int MAX_LINE_BYTES = 512 * 1024;

  private static final int END = -1;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /**
   * @param input closed with the source
   * @param follow whether more may be appended to the input after its end, as to a log file; the
   *     source then never finishes and keeps a last line until its newline is there
   */
  public LineSource(byte[] key, InputStream input, boolean follow) {
    super(key, new BufferedInputStream(input), follow);
  }

  @Override
  public byte[] poll() throws IOException {
    if (isFinished()) {
      return null;
    }
    int next;
    while ((next = input.read()) != END) {
      if (next == '\n') {
        return takeLine();
      }
      line.write(next);
      if (line.size() == MAX_LINE_BYTES) {
        return takeLine();
      }
    }
    if (follow) {
      return null;
    }
    finish();
    return line.size() == 0 ? null : takeLine();
  }

  private byte[] takeLine() {
    byte[] value = line.toByteArray();
    line.reset();
    return value;
  }
}

package io.hyperstream.tools.feed;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts an input into lines, one record each, without the newline: the job's {@code text} format
 * puts it back. The input may hold any bytes. A line longer than {@link #MAX_LINE_BYTES} is split
 * into pieces of that size.
 */
public final class LineSource extends StreamedSource {

  /** Half of Kafka's default limit for a record, so that a file without newlines can be sent. */
  public static final int MAX_LINE_BYTES = 512 * 1024;

  private static final int END = -1;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /**
   * @param input closed with the source
   * @param follow whether the input may grow after its end is reached, as a log file does; the
   *     source then never finishes and holds back the last line until its newline arrives
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

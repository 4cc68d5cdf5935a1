package io.hyperstream.tools.replay;

import io.hyperstream.tools.feed.InputFile;
import io.hyperstream.tools.feed.LineSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Foreign lines to inject into a stream, one after each run of the stream's own lines. */
public final class Injection {

  /** A prime, so that lines come from all over the file, and each comes once before any repeats. */
  private static final long STEP = 7919;

  private final List<byte[]> lines;
  private final int every;

  private Injection(List<byte[]> lines, int every) {
    this.lines = lines;
    this.every = every;
  }

  /**
   * The lines of a file without the empty ones.
   *
   * @param every number of the stream's own lines before each foreign line
   * @throws InputFileException if the file cannot be read or has no such line
   */
  public static Injection of(Path file, int every) throws InputFileException {
    FileCutter.requireReadable(file);
    List<byte[]> lines = new ArrayList<>();
    try (LineSource source = new LineSource(new byte[0], InputFile.of(file).open(0), false)) {
      while (!source.isFinished()) {
        byte[] line = source.poll();
        if (line != null && line.length > 0) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      throw new InputFileException(e);
    }
    if (lines.isEmpty()) {
      throw new InputFileException(file, "has no line to inject");
    }
    return new Injection(lines, every);
  }

  int every() {
    return every;
  }

  /** The foreign line that follows {@code index} other foreign lines of a stream. */
  byte[] line(int index) {
    return lines.get((int) (index * STEP % lines.size()));
  }
}

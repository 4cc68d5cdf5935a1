package io.hyperstream.tools.demo;

import io.hyperstream.tools.feed.InputFile;
import io.hyperstream.tools.feed.LineSource;
import io.hyperstream.tools.feed.RecordSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The lines of files, one file after another, in an endless loop. */
final class LoopingFiles implements RecordSource {

  private final byte[] key;
  private final List<Path> files;
  private int next;
  private LineSource current;

  /**
   * @param files at least one
   */
  LoopingFiles(byte[] key, List<Path> files) {
    this.key = key;
    this.files = List.copyOf(files);
  }

  @Override
  public byte[] key() {
    return key;
  }

  /** The next line, or null if a full round over the files yields none. */
  @Override
  public byte[] poll() throws IOException {
    for (int opened = 0; opened <= files.size(); opened++) {
      if (current == null) {
        current = new LineSource(key, InputFile.of(files.get(next)).open(0), false);
        next = (next + 1) % files.size();
      }
      byte[] value = current.poll();
      if (current.isFinished()) {
        close();
      }
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  @Override
  public boolean isFinished() {
    return false;
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}

package io.hyperstream.tools.feed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * A file that grows, followed by its name as {@code tail -F} does. If it is renamed and another one
 * takes its name, it is read to its end, and then the other one from the start. If it is emptied,
 * it is read from the start again. A read returns -1 if there is nothing more now; a later one may
 * return more.
 */
public final class FollowedFile extends InputStream {

  private final Path path;
  private final boolean lines;
  private FileChannel channel;
  private Object identity;
  private byte last = '\n';

  /**
   * @param path a regular file
   * @param lines whether a newline ends what a file leaves unfinished, before the next one begins
   */
  public FollowedFile(Path path, boolean lines) throws IOException {
    this.path = path;
    this.lines = lines;
    this.channel = FileChannel.open(path);
    this.identity = attributes().fileKey();
  }

  private BasicFileAttributes attributes() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
    // Asked before the read: what was written before the change is then read before it.
    boolean over = isOver();
    int count = channel.read(buffer);
    if (count <= 0 && over && goOnWithNew()) {
      if (lines && last != '\n') {
        buffer.put((byte) '\n');
        count = 1;
      } else {
        count = channel.read(buffer);
      }
    }
    if (count > 0) {
      last = target[offset + count - 1];
    }
    return count;
  }

  /** Opens the file that has the name now. False if it is gone again: then wait for another one. */
  private boolean goOnWithNew() throws IOException {
    FileChannel now;
    try {
      now = FileChannel.open(path);
    } catch (NoSuchFileException e) {
      return false;
    }
    channel.close();
    channel = now;
    identity = attributes().fileKey();
    return true;
  }

  /** Whether the name stands for other content than the open file's. */
  private boolean isOver() throws IOException {
    try {
      BasicFileAttributes now = attributes();
      return Objects.equals(identity, now.fileKey())
          ? now.size() < channel.position()
          // As long as the new file is empty, its writer may still write to the old one.
          : now.size() > 0;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

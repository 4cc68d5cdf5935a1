package io.hyperstream.tools.cluster;

import io.hyperstream.tools.embedded.LocalFlink;
import io.hyperstream.tools.embedded.TemporaryFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder of a cluster's files, which one cluster uses at a time. What Flink keeps there only
 * while it runs is removed at the start and at the end: killed processes leave it behind.
 */
final class ClusterFolder implements AutoCloseable {

  private static final String LOCK = "lock";

  private final Path path;
  private final FileChannel lock;

  private ClusterFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes the folder, which is created if missing.
   *
   * @throws IOException if another cluster uses it; the message names its process
   */
  static ClusterFolder open(Path path) throws IOException {
    Path file = Files.createDirectories(path).resolve(LOCK);
    FileChannel lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    ClusterFolder folder = new ClusterFolder(path, lock);
    try {
      if (!folder.isFree()) {
        throw new IOException(
            "Another cluster uses the folder %s (process %s): stop that one, or choose another folder"
                .formatted(path, Files.readString(file).strip()));
      }
      lock.truncate(0);
      lock.write(StandardCharsets.UTF_8.encode(String.valueOf(ProcessHandle.current().pid())));
      folder.removeTemporary();
      return folder;
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  private boolean isFree() throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another cluster of this process.
      return false;
    }
  }

  private void removeTemporary() throws IOException {
    TemporaryFolder.remove(path.resolve(LocalFlink.TEMPORARY));
  }

  /** Gives the folder back. Its processes must have ended. */
  @Override
  public void close() throws IOException {
    try (lock) {
      removeTemporary();
    }
  }
}

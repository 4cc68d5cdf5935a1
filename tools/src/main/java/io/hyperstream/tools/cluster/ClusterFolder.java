package io.hyperstream.tools.cluster;

import io.hyperstream.tools.embedded.LocalFlink;
import io.hyperstream.tools.embedded.TemporaryFolder;
import io.hyperstream.tools.lifecycle.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of a cluster's files, which one cluster uses at a time. What Flink keeps there only
 * while it runs is removed at the start and at the end: killed processes leave it behind.
 */
final class ClusterFolder implements AutoCloseable {

  private static final String LOCK = "lock";

  private final Path path;
  private final LockFile lock;

  private ClusterFolder(Path path, LockFile lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes the folder, which is created if missing.
   *
   * @throws IOException if another cluster uses it; the message names its process
   */
  static ClusterFolder open(Path path) throws IOException {
    LockFile lock =
        LockFile.take(
            Files.createDirectories(path).resolve(LOCK),
            process ->
                "Another cluster uses the folder %s (process %s): stop that one, or choose another folder"
                    .formatted(path, process));
    try {
      ClusterFolder folder = new ClusterFolder(path, lock);
      folder.removeTemporary();
      return folder;
    } catch (IOException e) {
      lock.close();
      throw e;
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

package io.hyperstream.tools.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A folder under {@code java.io.tmpdir} for all files of a local run. Closing removes it, unless
 * {@link #keep} was called. Closing again has no effect.
 */
public final class TemporaryFolder implements AutoCloseable {

  /** Max number of attempts to remove the folder, since others may still write to it. */
  private static final int ATTEMPTS = 5;

  /** What Kafka and Flink need to start, in bytes. Flink's own message does not name the disk. */
  private static final long MIN_ROOM = 100L << 20;

  private final Path path;
  private volatile boolean kept;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /** A new empty folder that only its owner can read. */
  public static TemporaryFolder create() throws IOException {
    return new TemporaryFolder(Files.createTempDirectory("hyperstream-"));
  }

  /**
   * The same for Kafka or Flink.
   *
   * @throws IOException if the disk has no room for them
   */
  public static TemporaryFolder createForCluster() throws IOException {
    TemporaryFolder folder = create();
    try {
      requireRoom(folder.path, MIN_ROOM);
      return folder;
    } catch (IOException e) {
      folder.close();
      throw new IOException(
          e.getMessage()
              + ", or choose another temporary folder with HYPERSTREAM_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
    }
  }

  static void requireRoom(Path folder, long bytes) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < bytes) {
      throw new IOException(
          "Kafka and Flink need %d MB on the disk of %s, which has %d MB left: free some"
              .formatted(bytes >> 20, folder.getParent(), free >> 20));
    }
  }

  public Path path() {
    return path;
  }

  /** A subfolder, created if missing. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create the folder " + path.resolve(name), e);
    }
  }

  /** Leaves the folder where it is, for whoever looks for the cause of a failure. */
  public void keep() {
    kept = true;
  }

  /** Removes the folder and its contents. Links are removed, never followed. */
  @Override
  public void close() throws IOException {
    if (!kept) {
      remove(path);
    }
  }

  /** Removes a folder and its contents, if it exists. Links are removed, never followed. */
  public static void remove(Path path) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        removeAll(path);
        return;
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw new IOException("Cannot remove the folder " + path + ": remove it by hand", e);
        }
      }
    }
  }

  private static void removeAll(Path path) throws IOException {
    if (Files.notExists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

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
 * A folder under {@code java.io.tmpdir} for all files of a local run. Closing removes it. Closing
 * again has no effect.
 */
public final class TemporaryFolder implements AutoCloseable {

  /** Max number of attempts to remove the folder, since others may still write to it. */
  private static final int ATTEMPTS = 5;

  private final Path path;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /** A new empty folder that only its owner can read. */
  public static TemporaryFolder create() throws IOException {
    return new TemporaryFolder(Files.createTempDirectory("hyperstream-"));
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

  /** Removes the folder and its contents. Links are removed, never followed. */
  @Override
  public void close() throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        removeAll();
        return;
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw new IOException("Cannot remove the folder " + path + ": remove it by hand", e);
        }
      }
    }
  }

  private void removeAll() throws IOException {
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

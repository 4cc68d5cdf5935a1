package io.hyperstream.model.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Where a file is to be written to, perhaps hours from now. */
public final class Destination {

  private Destination() {}

  /**
   * Sees whether the file can be written, by writing another one beside it. An existing file may be
   * replaced.
   *
   * @throws IOException saying what is in the way
   */
  public static void require(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("%s is a folder; name a file to write".formatted(file));
    }
    Path part = partOf(file);
    if (!Files.isDirectory(part.getParent())) {
      throw new IOException(
          "There is no folder %s to write %s to".formatted(file.getParent(), file));
    }
    try {
      Files.delete(Files.createFile(part));
    } catch (IOException e) {
      throw new IOException("Nothing can be written to the folder of %s: %s".formatted(file, e), e);
    }
  }

  /** A hidden file beside it, of a name that nobody else has. */
  static Path partOf(Path file) {
    Path target = file.toAbsolutePath();
    return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
  }
}

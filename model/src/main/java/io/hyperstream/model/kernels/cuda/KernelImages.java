package io.hyperstream.model.kernels.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled kernels on disk, so that they are compiled once for each kind of card, compiler and
 * source, and not at every start. A folder that cannot be used only costs time.
 */
final class KernelImages {

  private static final Logger LOG = LoggerFactory.getLogger(KernelImages.class);

  /** What turns a source into machine code. */
  interface Compiler {

    /** All but the source that its output depends on, such as {@code sm_90 nvrtc 13.0}. */
    String description();

    byte[] compile(String source);
  }

  private final Path folder;

  KernelImages(Path folder) {
    this.folder = folder;
  }

  /**
   * Those of this machine: in the folder that the system property {@code hyperstream.cuda.cache}
   * names, or among the temporary files.
   */
  static KernelImages ofMachine() {
    String given = System.getProperty("hyperstream.cuda.cache");
    return new KernelImages(
        given != null
            ? Path.of(given)
            : Path.of(
                System.getProperty("java.io.tmpdir"),
                "hyperstream-cuda-" + System.getProperty("user.name")));
  }

  /** The image of a source, from the disk if it is there. */
  byte[] get(String source, Compiler compiler) {
    Path file = folder.resolve(key(source, compiler.description()) + ".image");
    if (Files.isReadable(file)) {
      try {
        return Files.readAllBytes(file);
      } catch (IOException e) {
        LOG.warn("Compiled GPU kernels cannot be read from {}: {}", file, e.toString());
      }
    }
    byte[] image = compiler.compile(source);
    try {
      write(file, image);
    } catch (IOException e) {
      LOG.warn(
          "Compiled GPU kernels cannot be kept in {}, so each start compiles them: {}",
          folder,
          e.toString());
    }
    return image;
  }

  /** Writes the file whole or not at all: others may read it at the same time. */
  private void write(Path file, byte[] image) throws IOException {
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, "part", ".image");
    try {
      Files.write(part, image);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String key(String source, String description) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(description.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(source.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

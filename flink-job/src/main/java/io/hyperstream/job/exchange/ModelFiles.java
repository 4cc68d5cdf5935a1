package io.hyperstream.job.exchange;

import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.conv.ImageSnapshot;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Learner files on any of Flink's file systems. */
public final class ModelFiles {

  private ModelFiles() {}

  /**
   * Reads a safetensors file.
   *
   * @param file path or URI
   * @param groups that are wanted beside the weights; those that the file does not have are absent
   * @throws io.hyperstream.model.file.MalformedModelException if it holds no weights
   */
  public static LearnerSnapshot read(String file, Set<Group> groups) throws IOException {
    return read(file, (in, size) -> LearnerFile.read(file, in, size, groups));
  }

  /**
   * Reads the file of a learner of images.
   *
   * @param file path or URI
   * @throws io.hyperstream.model.file.MalformedModelException if it holds something else
   */
  public static ImageSnapshot readImages(String file) throws IOException {
    return read(file, (in, size) -> LearnerFile.readImages(file, in, size));
  }

  /** Whether a safetensors file says that it is of a learner of images. */
  public static boolean isOfImages(String file) throws IOException {
    return read(file, (in, size) -> LearnerFile.isOfImages(file, in, size));
  }

  /** Reads a file of a known size. */
  private interface Body<T> {
    T read(InputStream in, long size) throws IOException;
  }

  private static <T> T read(String file, Body<T> body) throws IOException {
    Path path = path(file);
    FileSystem files = path.getFileSystem();
    long size = size(files, path, file);
    try (InputStream in = files.open(path)) {
      return body.read(in, size);
    }
  }

  private static long size(FileSystem files, Path path, String file) throws IOException {
    try {
      return files.getFileStatus(path).getLen();
    } catch (FileNotFoundException e) {
      throw new IOException("There is no file " + file);
    }
  }

  /** The place that a user named: one without a scheme is a local path. */
  public static Path path(String place) {
    return place.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")
        ? new Path(place)
        : new Path(java.nio.file.Path.of(place).toAbsolutePath().toUri());
  }
}

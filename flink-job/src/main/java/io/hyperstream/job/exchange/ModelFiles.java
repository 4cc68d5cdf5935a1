package io.hyperstream.job.exchange;

import io.hyperstream.model.file.ModelFile;
import io.hyperstream.model.net.NetworkWeights;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Files of weights on any of Flink's file systems. */
public final class ModelFiles {

  private ModelFiles() {}

  /**
   * Reads a safetensors file.
   *
   * @param file path or URI
   * @throws io.hyperstream.model.file.MalformedModelException if it holds no weights
   */
  public static NetworkWeights read(String file) throws IOException {
    Path path = path(file);
    FileSystem files = path.getFileSystem();
    long size = size(files, path, file);
    try (ReadableByteChannel in = Channels.newChannel(files.open(path))) {
      return ModelFile.read(file, in, size);
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

package io.hyperstream.tools.train;

import io.hyperstream.model.observation.Observations;
import io.hyperstream.tools.replay.InputFileException;
import io.hyperstream.tools.replay.VectorFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What is learned or measured: files, one after the other.
 *
 * @param vectors what the vectors of the first file look like; null for text
 * @param bytes of all files together
 * @param hash of all files together
 */
record TrainingData(Observations observations, VectorFile vectors, long bytes, String hash) {

  /** Of all files together: a text is an array, which is copied once. */
  private static final int MAX_BYTES = 1 << 30;

  /**
   * @param name what messages call all files together
   */
  static TrainingData ofText(String name, List<Path> files) throws IOException {
    byte[] text = bytes(name, files);
    return new TrainingData(Observations.ofBytes(text), null, text.length, hash(text));
  }

  /**
   * @param binary how many of the numbers of a vector are 0 or 1
   * @throws InputFileException if a file has no vectors, or others than the first one
   */
  static TrainingData ofVectors(String name, List<Path> files, int binary)
      throws IOException, InputFileException {
    byte[] text = bytes(name, files);
    VectorFile first = VectorFile.read(files.get(0), binary);
    double[] numbers = first.numbers();
    for (Path file : files.subList(1, files.size())) {
      VectorFile next = VectorFile.read(file, binary);
      if (!next.isLike(first)) {
        throw new InputFileException(
            file, "does not have the same numbers as %s".formatted(files.get(0)));
      }
      numbers =
          DoubleStream.concat(DoubleStream.of(numbers), DoubleStream.of(next.numbers())).toArray();
    }
    return new TrainingData(
        Observations.ofVectors(first.width(), numbers), first, text.length, hash(text));
  }

  private static byte[] bytes(String name, List<Path> files) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        throw new IOException("%s is a folder; name files".formatted(file));
      }
      if (!Files.exists(file)) {
        throw new IOException("There is no file %s".formatted(file));
      }
      if (all.size() + Files.size(file) > MAX_BYTES) {
        throw new IOException(
            "%s has more than %,d bytes; give less of it".formatted(name, MAX_BYTES));
      }
      all.write(Files.readAllBytes(file));
    }
    if (all.size() == 0) {
      throw new IOException(name + " is empty");
    }
    return all.toByteArray();
  }

  private static String hash(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package io.hyperstream.tools.image;

import io.hyperstream.model.conv.ImageNetConfig;
import io.hyperstream.model.conv.ImageShape;
import io.hyperstream.model.conv.LabelledImages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads images with labels: IDX files (the labels in a file beside it, "labels" for "images" in its
 * name), CIFAR's binary batches, NumPy's npz, and folders with a folder for each class.
 */
public final class ImageFiles {

  private static final int IDX_BYTES = 8;
  private static final String GZ = ".gz";
  private static final ImageShape CIFAR = new ImageShape(32, 32, 3);
  private static final int CIFAR_RECORD = 1 + CIFAR.size();

  private ImageFiles() {}

  /**
   * Reads files of one kind of images, one after the other.
   *
   * @throws IOException saying what cannot be read, or does not fit to the others
   */
  public static LabelledImages read(List<Path> files) throws IOException {
    List<LabelledImages> parts = new ArrayList<>();
    for (Path file : files) {
      LabelledImages part = read(file);
      if (part.size() == 0) {
        throw new IOException(file + " has no images");
      }
      parts.add(part);
      if (!part.shape().equals(parts.get(0).shape())
          || !part.classes().equals(parts.get(0).classes())) {
        throw new IOException(
            "%s has %s, but %s has %s"
                .formatted(file, part.kind(), files.get(0), parts.get(0).kind()));
      }
    }
    return joined(parts);
  }

  private static LabelledImages joined(List<LabelledImages> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    parts.forEach(part -> pixels.writeBytes(part.pixels()));
    int[] labels = parts.stream().flatMapToInt(part -> Arrays.stream(part.labels())).toArray();
    LabelledImages first = parts.get(0);
    return new LabelledImages(first.shape(), pixels.toByteArray(), labels, first.classes());
  }

  private static LabelledImages read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      return ImageFolder.read(file);
    }
    if (!Files.exists(file)) {
      throw new IOException("There is no file %s".formatted(file));
    }
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".npz")) {
      return NpzImages.read(file);
    }
    byte[] bytes = bytes(file);
    if (bytes.length >= 4 && bytes[0] == 0 && bytes[1] == 0 && bytes[2] == IDX_BYTES) {
      return idx(file, bytes);
    }
    if (bytes.length > 0 && bytes.length % CIFAR_RECORD == 0) {
      return cifar(file, bytes);
    }
    throw new IOException(
        "%s is neither an IDX file of bytes, nor a batch of CIFAR-10 (images of %,d bytes); give one"
                .formatted(file, CIFAR_RECORD)
            + " of these, an npz file, or a folder with a folder for each class");
  }

  private static byte[] bytes(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    boolean zipped = bytes.length > 1 && bytes[0] == 0x1f && (bytes[1] & 0xff) == 0x8b;
    if (!zipped) {
      return bytes;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    } catch (EOFException | ZipException e) {
      throw new IOException(
          "%s is gzipped, but cut off or damaged: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static LabelledImages idx(Path file, byte[] bytes) throws IOException {
    int sides = bytes[3];
    if (sides < 3 || sides > 4) {
      throw new IOException(
          "%s has an array of %d sides; wanted are images, height, width, and perhaps channels"
              .formatted(file, sides));
    }
    Path labelFile = labelFile(file, sides);
    byte[] labels = idxBody(labelFile, bytes(labelFile), 1);
    byte[] pixels = idxBody(file, bytes, sides);
    int channels = sides == 4 ? side(bytes, 3) : 1;
    ImageShape shape = new ImageShape(side(bytes, 1), side(bytes, 2), channels);
    if (side(bytes, 0) != labels.length) {
      throw new IOException(
          "%s has %,d images, but %s has %,d labels"
              .formatted(file, side(bytes, 0), labelFile, labels.length));
    }
    int[] classes = IntStream.range(0, labels.length).map(i -> labels[i] & 0xff).toArray();
    return numbered(file, shape, pixels, classes);
  }

  /** The file beside it that has the labels; either may be gzipped. */
  private static Path labelFile(Path file, int sides) throws IOException {
    String name = file.getFileName().toString();
    Path same =
        file.resolveSibling(name.replace("images", "labels").replace("idx" + sides, "idx1"));
    String path = same.toString();
    Path other = Path.of(path.endsWith(GZ) ? path.substring(0, path.length() - 3) : path + GZ);
    for (Path labels : List.of(same, other)) {
      if (name.contains("images") && Files.exists(labels)) {
        return labels;
      }
    }
    throw new IOException(
        "The labels of %s must be in a file beside it, with \"labels\" for \"images\" in its name, but there is no %s"
            .formatted(file, same.getFileName()));
  }

  private static int side(byte[] bytes, int side) {
    int at = 4 + 4 * side;
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | bytes[at + 3] & 0xff;
  }

  private static byte[] idxBody(Path file, byte[] bytes, int sides) throws IOException {
    int head = 4 + 4 * sides;
    long wanted = 1;
    if (bytes.length >= head && bytes[3] == sides) {
      for (int i = 0; i < sides; i++) {
        wanted = Math.min(wanted * side(bytes, i), Integer.MAX_VALUE);
      }
      if (wanted == bytes.length - head) {
        return Arrays.copyOfRange(bytes, head, bytes.length);
      }
    }
    throw new IOException(
        "%s is not as long as its header says, or not of %d sides".formatted(file, sides));
  }

  /** Records of a label and three planes of colour. */
  private static LabelledImages cifar(Path file, byte[] bytes) throws IOException {
    int count = bytes.length / CIFAR_RECORD;
    byte[] pixels = new byte[count * CIFAR.size()];
    int[] labels = new int[count];
    int to = 0;
    for (int image = 0; image < count; image++) {
      int from = image * CIFAR_RECORD;
      labels[image] = bytes[from] & 0xff;
      for (int pixel = 0; pixel < CIFAR.pixels(); pixel++) {
        for (int c = 0; c < CIFAR.channels(); c++) {
          pixels[to++] = bytes[from + 1 + c * CIFAR.pixels() + pixel];
        }
      }
    }
    return numbered(file, CIFAR, pixels, labels);
  }

  /** Classes whose names are their numbers: ten of them, or as many as there are. */
  static LabelledImages numbered(Path file, ImageShape shape, byte[] pixels, int[] labels)
      throws IOException {
    for (int label : labels) {
      if (label < 0 || label >= ImageNetConfig.MAX_CLASSES) {
        throw new IOException(
            "%s has the label %d; number the classes from 0 on, up to %,d"
                .formatted(file, label, ImageNetConfig.MAX_CLASSES - 1));
      }
    }
    int classes = Math.max(10, Arrays.stream(labels).max().orElse(0) + 1);
    return new LabelledImages(
        shape, pixels, labels, IntStream.range(0, classes).mapToObj(Integer::toString).toList());
  }
}

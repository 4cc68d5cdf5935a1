package io.hyperstream.tools.image;

import io.hyperstream.model.conv.ImageShape;
import io.hyperstream.model.conv.LabelledImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Arrays of NumPy: an array of bytes with a side each for images, height, width and perhaps
 * channels, the largest if there are several, and whole numbers for as many labels.
 */
final class NpzImages {

  private static final Pattern DESCRIPTION =
      Pattern.compile("'descr': '([^']+)'.*'fortran_order': False.*'shape': \\(([0-9, ]*)\\)");

  private static final int MAGIC_BYTES = 8;

  private NpzImages() {}

  /** An array: its shape, and its numbers as they are in the file. */
  private record NumPyArray(String name, String type, int[] shape, ByteBuffer body) {

    /** Whether it is as many numbers, perhaps as a column. */
    boolean isList(int count) {
      return shape.length > 0
          && shape.length <= 2
          && shape[0] == count
          && (shape.length == 1 || shape[1] == 1);
    }

    int[] integers() throws IOException {
      int[] numbers = new int[shape[0]];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] =
            switch (type) {
              case "|u1" -> body.get(body.position() + i) & 0xff;
              case "|i1" -> body.get(body.position() + i);
              case "<u2" -> body.getShort(body.position() + 2 * i) & 0xffff;
              case "<i2" -> body.getShort(body.position() + 2 * i);
              case "<i4", "<u4" -> body.getInt(body.position() + 4 * i);
              case "<i8", "<u8" -> narrow(body.getLong(body.position() + 8 * i));
              default ->
                  throw new IOException(
                      "%s: labels must be whole numbers, little-endian, but are %s"
                          .formatted(name, type));
            };
      }
      return numbers;
    }
  }

  /** Far from what a label may be, if it is too large for an int. */
  private static int narrow(long label) {
    return label == (int) label ? (int) label : Integer.MAX_VALUE;
  }

  /**
   * @throws IOException saying what is wrong with the file
   */
  static LabelledImages read(Path file) throws IOException {
    List<NumPyArray> arrays = new ArrayList<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
        ZipEntry entry = e.nextElement();
        arrays.add(array(entry.getName(), zip.getInputStream(entry).readAllBytes()));
      }
    } catch (ZipException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("%s is no npz file that can be read: %s".formatted(file, e), e);
    }
    NumPyArray images =
        arrays.stream()
            .filter(array -> array.shape.length == 3 || array.shape.length == 4)
            .max(Comparator.comparingInt(array -> array.shape[0]))
            .orElseThrow(() -> new IOException(file + " has no array of images"));
    List<NumPyArray> labels =
        arrays.stream().filter(array -> array.isList(images.shape[0])).toList();
    if (labels.size() != 1) {
      throw new IOException(
          "%s must have one array of %,d labels for %s, but has %s; write the images to learn and their labels to a file of their own"
              .formatted(
                  file,
                  images.shape[0],
                  images.name,
                  labels.isEmpty() ? "none" : labels.stream().map(NumPyArray::name).toList()));
    }
    if (!images.type.equals("|u1")) {
      throw new IOException(
          "%s: %s must be bytes (uint8), but is %s".formatted(file, images.name, images.type));
    }
    int[] s = images.shape;
    ImageShape shape = new ImageShape(s[1], s[2], s.length == 4 ? s[3] : 1);
    byte[] pixels = new byte[images.body.remaining()];
    images.body.get(pixels);
    return ImageFiles.numbered(file, shape, pixels, labels.get(0).integers());
  }

  /** The format of npy files, version 1 or 2. */
  private static NumPyArray array(String name, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < MAGIC_BYTES + 4 || (bytes[0] & 0xff) != 0x93) {
      throw new IOException(name + " is no array of NumPy");
    }
    boolean first = bytes[6] == 1;
    int start = MAGIC_BYTES + (first ? 2 : 4);
    int length = first ? buffer.getShort(MAGIC_BYTES) & 0xffff : buffer.getInt(MAGIC_BYTES);
    String header = new String(bytes, start, length, StandardCharsets.US_ASCII);
    Matcher matcher = DESCRIPTION.matcher(header);
    if (!matcher.find()) {
      throw new IOException(
          "%s must be an array of numbers in C order (numpy.ascontiguousarray), but says %s"
              .formatted(name, header.strip()));
    }
    int[] shape =
        Arrays.stream(matcher.group(2).split("[, ]+"))
            .filter(side -> !side.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    buffer.position(start + length);
    return new NumPyArray(name, matcher.group(1), shape, buffer);
  }
}

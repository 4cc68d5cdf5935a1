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

    int[] integers() throws IOException {
      int[] numbers = new int[shape[0]];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] =
            switch (type) {
              case "|u1", "|i1" -> body.get(body.position() + i) & 0xff;
              case "<i4", "<u4" -> body.getInt(body.position() + 4 * i);
              case "<i8", "<u8" -> (int) body.getLong(body.position() + 8 * i);
              default ->
                  throw new IOException(
                      "%s: labels must be whole numbers, but are %s".formatted(name, type));
            };
      }
      return numbers;
    }
  }

  static LabelledImages read(Path file) throws IOException {
    List<NumPyArray> arrays = new ArrayList<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
        ZipEntry entry = e.nextElement();
        arrays.add(array(entry.getName(), zip.getInputStream(entry).readAllBytes()));
      }
    }
    NumPyArray images =
        arrays.stream()
            .filter(array -> array.shape.length == 3 || array.shape.length == 4)
            .max(Comparator.comparingInt(array -> array.shape[0]))
            .orElseThrow(() -> new IOException(file + " has no array of images"));
    NumPyArray labels =
        arrays.stream()
            .filter(array -> array.shape.length == 1 && array.shape[0] == images.shape[0])
            .findFirst()
            .orElseThrow(
                () -> new IOException("%s has no labels for %s".formatted(file, images.name)));
    if (!images.type.equals("|u1")) {
      throw new IOException(
          "%s: %s must be bytes (uint8), but is %s".formatted(file, images.name, images.type));
    }
    int[] s = images.shape;
    ImageShape shape = new ImageShape(s[1], s[2], s.length == 4 ? s[3] : 1);
    byte[] pixels = new byte[images.body.remaining()];
    images.body.get(pixels);
    return ImageFiles.numbered(shape, pixels, labels.integers());
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
      throw new IOException("%s has a header that cannot be read: %s".formatted(name, header));
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

package io.hyperstream.model.conv;

import java.util.List;
import java.util.Objects;

/**
 * Images of one shape with their classes, in memory.
 *
 * @param pixels a byte for each number, image after image
 * @param labels the class of each image
 * @param classes their names
 */
public record LabelledImages(ImageShape shape, byte[] pixels, int[] labels, List<String> classes) {

  private static final float[] NUMBERS = new float[256];

  static {
    for (int i = 0; i < NUMBERS.length; i++) {
      NUMBERS[i] = i / 255f;
    }
  }

  public LabelledImages {
    Objects.requireNonNull(classes, "classes");
    if (pixels.length != (long) labels.length * shape.size()) {
      throw new IllegalArgumentException(
          "%d images of %s take %d bytes, but %d came"
              .formatted(labels.length, shape, (long) labels.length * shape.size(), pixels.length));
    }
  }

  public int size() {
    return labels.length;
  }

  /** What they are, such as "images of 28 x 28 x 1 in 10 classes". */
  public String kind() {
    return "images of %s in %d classes".formatted(shape, classes.size());
  }

  /** Adds an image to a batch, as it is. */
  public void addTo(ImageBatch batch, int image) {
    addTo(batch, image, 0, 0, false);
  }

  /**
   * Adds an image that is moved down and to the right, with zeros where it was, and perhaps
   * mirrored.
   */
  public void addTo(ImageBatch batch, int image, int down, int right, boolean mirrored) {
    int to = batch.add(labels[image]);
    int width = shape.width();
    int channels = shape.channels();
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < width; x++, to += channels) {
        int fromY = y - down;
        int fromX = mirrored ? width - 1 - x + right : x - right;
        boolean inside = fromY >= 0 && fromY < shape.height() && fromX >= 0 && fromX < width;
        int from = image * shape.size() + (fromY * width + fromX) * channels;
        for (int c = 0; c < channels; c++) {
          batch.pixels()[to + c] = inside ? NUMBERS[pixels[from + c] & 0xff] : 0;
        }
      }
    }
  }
}

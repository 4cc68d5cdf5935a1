package io.hyperstream.model.conv;

/**
 * Where the pixels of an image lie in memory: within a border of zeros, and perhaps with rows and
 * columns of zeros between them. What is around the pixels is never written.
 */
final class Grid {

  private final int channels;
  private final int border;
  private final int spread;
  private final int rowPixels;

  /** Floats of an image with all that is around it. */
  final int size;

  /** Offset of each pixel. */
  final int[] pixels;

  private Grid(ImageShape shape, int border, int spread, int height, int width) {
    this.channels = shape.channels();
    this.border = border;
    this.spread = spread;
    this.rowPixels = width + 2 * border;
    this.size = (height + 2 * border) * rowPixels * channels;
    this.pixels = every(shape, 1);
  }

  /** Pixels side by side. */
  static Grid within(int border, ImageShape shape) {
    return new Grid(shape, border, 1, shape.height(), shape.width());
  }

  /** Each pixel where the one is that it was made of, by a convolution with a stride. */
  static Grid spread(ImageShape shape, int border, int stride, ImageShape source) {
    return new Grid(shape, border, stride, source.height(), source.width());
  }

  /** Floats from a pixel to the next one. */
  int pixel() {
    return spread * channels;
  }

  /** Floats from a pixel to the one below. */
  int row() {
    return spread * memoryRow();
  }

  /** Floats of a row of memory. */
  int memoryRow() {
    return rowPixels * channels;
  }

  /** Offsets of a pixel in every {@code step} rows and columns. */
  int[] every(ImageShape count, int step) {
    return places(count.pixels(), count.width(), step * spread, border);
  }

  /** Offsets of the patches around a pixel in every {@code step} rows and columns of memory. */
  int[] patches(ImageShape count, int step) {
    return places(count.pixels(), count.width(), step, 0);
  }

  /**
   * Offsets of the floats of a patch of {@code side} rows and columns of memory, from its first.
   */
  int[] patch(int side) {
    int[] pixels = places(side * side, side, 1, 0);
    int[] offsets = new int[pixels.length * channels];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = pixels[i / channels] + i % channels;
    }
    return offsets;
  }

  private int[] places(int count, int width, int step, int first) {
    int[] offsets = new int[count];
    for (int i = 0; i < count; i++) {
      int y = i / width * step + first;
      int x = i % width * step + first;
      offsets[i] = (y * rowPixels + x) * channels;
    }
    return offsets;
  }
}

package io.hyperstream.model.kernels;

/** Where the pixels of an image are: vectors of channels, each at an offset from a base. */
public final class Pixels {

  public final float[] data;

  /** Offset of each pixel. */
  public final int[] at;

  /** Of the image that was chosen last. */
  public int base;

  private final int imageSize;

  /**
   * @param imageSize floats from an image to the next one
   */
  public Pixels(float[] data, int imageSize, int[] at) {
    this.data = data;
    this.imageSize = imageSize;
    this.at = at;
  }

  /** Other places in the same images. */
  public Pixels with(int[] places) {
    return new Pixels(data, imageSize, places);
  }

  /** The same, for an image. */
  public Pixels image(int number) {
    base = number * imageSize;
    return this;
  }

  public int count() {
    return at.length;
  }

  /** Where a pixel begins. */
  public int place(int pixel) {
    return base + at[pixel];
  }
}

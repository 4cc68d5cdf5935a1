package io.hyperstream.tools.page;

import io.hyperstream.schemas.Image;
import io.hyperstream.schemas.ImagePixels;

/**
 * An image as the page draws it: small, and grey or in colours.
 *
 * @param channels 1 for grey, or 3 for red, green and blue
 * @param pixels rows of pixels, each with a byte for each channel; JSON has them in Base64
 */
record ShownImage(int width, int height, int channels, byte[] pixels) implements Content {

  /** The maximum number of pixels of a side. Of a larger image, every few are shown. */
  static final int MAX_SIDE = 64;

  private static final int COLOURS = 3;

  /** The first three channels of an image, or the first one if there are fewer. */
  static ShownImage of(Image image) {
    int step = (Math.max(image.getHeight(), image.getWidth()) + MAX_SIDE - 1) / MAX_SIDE;
    int height = (image.getHeight() + step - 1) / step;
    int width = (image.getWidth() + step - 1) / step;
    int all = image.getChannels().size();
    int channels = all < COLOURS ? 1 : COLOURS;
    byte[] pixels = new byte[height * width * channels];
    for (int i = 0; i < pixels.length; i++) {
      int pixel = i / channels;
      int from = (pixel / width * image.getWidth() + pixel % width) * step;
      float number = ImagePixels.number(image, from * all + i % channels);
      pixels[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, number)));
    }
    return new ShownImage(width, height, channels, pixels);
  }
}

package io.hyperstream.model.conv;

import static io.hyperstream.model.config.InvalidValueException.requireRange;

import java.io.Serializable;

/** Size of an image: its numbers are rows of pixels, each with its channels. */
public record ImageShape(int height, int width, int channels) implements Serializable {

  private static final int MAX_SIDE = 1024;
  private static final int MAX_CHANNELS = 1024;

  public ImageShape {
    requireRange("height", height, 1, MAX_SIDE);
    requireRange("width", width, 1, MAX_SIDE);
    requireRange("channels", channels, 1, MAX_CHANNELS);
  }

  public int pixels() {
    return height * width;
  }

  /** Numbers in an image. */
  public int size() {
    return pixels() * channels;
  }

  @Override
  public String toString() {
    return height + " x " + width + " x " + channels;
  }
}

package io.hyperstream.schemas;

import java.nio.ByteBuffer;
import java.util.List;

/** The numbers of an {@link Image}, which are bytes or floats. */
public final class ImagePixels {

  private static final float MAX_BYTE = 255;

  private ImagePixels() {}

  /** How many there are. */
  public static int count(Image image) {
    return image.getPixels() instanceof ByteBuffer bytes
        ? bytes.remaining()
        : ((List<?>) image.getPixels()).size();
  }

  /** The number at an index: of bytes from 0 to 1, a float as it is. */
  public static float number(Image image, int index) {
    return image.getPixels() instanceof ByteBuffer bytes
        ? (bytes.get(bytes.position() + index) & 0xff) / MAX_BYTE
        : (Float) ((List<?>) image.getPixels()).get(index);
  }
}

package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.Pixels;
import java.util.BitSet;

/** Images for one step, with or without a label. */
public final class ImageBatch {

  /** For an image that has none. */
  public static final int NO_LABEL = -1;

  private final ImageShape shape;
  private final int classes;
  private final float[] pixels;
  private final int[] labels;
  private int size;

  /**
   * @param capacity the maximum number of images
   */
  public ImageBatch(ImageNetConfig config, int capacity) {
    this.shape = config.input();
    this.classes = config.classes();
    this.pixels = new float[capacity * shape.size()];
    this.labels = new int[capacity];
  }

  public void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  public int capacity() {
    return labels.length;
  }

  /**
   * Makes room for an image, whose numbers the caller then writes: rows of pixels, each with its
   * channels, of numbers from 0 to 1.
   *
   * @param label or {@link #NO_LABEL}
   * @return where in {@link #pixels} they go
   */
  public int add(int label) {
    if (size == labels.length) {
      throw new IllegalStateException("the batch has room for %d images".formatted(size));
    }
    if (label < NO_LABEL || label >= classes) {
      throw new IllegalArgumentException(
          "a label is from 0 to %d, or -1 for none, but came %d".formatted(classes - 1, label));
    }
    labels[size] = label;
    return size++ * shape.size();
  }

  /** Takes all other channels away from the image that was added last: they are 0. */
  public void keepChannels(BitSet channels) {
    int n = shape.channels();
    int from = (size - 1) * shape.size();
    for (int i = from; i < from + shape.size(); i++) {
      if (!channels.get((i - from) % n)) {
        pixels[i] = 0;
      }
    }
  }

  public float[] pixels() {
    return pixels;
  }

  public int label(int image) {
    return labels[image];
  }

  int labelled() {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += labels[i] < 0 ? 0 : 1;
    }
    return count;
  }

  void copyTo(int image, Pixels target) {
    int from = image * shape.size();
    int n = shape.channels();
    for (int p = 0; p < target.count(); p++) {
      System.arraycopy(pixels, from + p * n, target.data, target.place(p), n);
    }
  }
}

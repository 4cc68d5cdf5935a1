package io.hyperstream.job.image;

import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.input.RejectedException;
import io.hyperstream.model.conv.ImageBatch;
import io.hyperstream.model.conv.ImageShape;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Image;
import io.hyperstream.schemas.ImagePixels;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Decodes {@link Image}s, and checks that the network can take them. */
final class ImageDecoder {

  private final ImageSettings settings;
  private final ImageShape shape;
  private final AvroCodec<Image> codec = AvroCodec.of(Image.class);

  ImageDecoder(ImageSettings settings) {
    this.settings = settings;
    this.shape = settings.network().input();
  }

  /**
   * Refuses a record that is too large.
   *
   * @throws RejectedException if it is
   */
  void requireSize(RawRecord raw) throws RejectedException {
    if (raw.value.length > settings.maxRecordBytes()) {
      throw new RejectedException(
          "the value has %d bytes, more than input.max-record-bytes, %d"
              .formatted(raw.value.length, settings.maxRecordBytes()));
    }
  }

  /**
   * An image that fits, or a label with the id of one.
   *
   * @throws RejectedException with the reason, if it is neither
   */
  Image decode(RawRecord raw) throws RejectedException {
    Image image;
    try {
      image = codec.decode(raw.value);
    } catch (IOException e) {
      throw new RejectedException(e.getMessage());
    }
    requireClass(image.getLabel());
    if (image.getPixels() != null) {
      requirePixels(image);
    } else if (image.getId() == null || image.getLabel() == null) {
      throw new RejectedException(
          "a record without pixels is a label that comes later, and must have an id and a label");
    }
    return image;
  }

  private void requireClass(String label) throws RejectedException {
    if (label != null && !settings.classes().contains(label)) {
      throw new RejectedException(
          "the label '%s' is none of image.classes, %s".formatted(label, settings.classes()));
    }
  }

  private void requirePixels(Image image) throws RejectedException {
    if (image.getHeight() != shape.height() || image.getWidth() != shape.width()) {
      throw new RejectedException(
          "the image has %d x %d pixels, not the %d x %d of image.height and image.width"
              .formatted(image.getHeight(), image.getWidth(), shape.height(), shape.width()));
    }
    List<String> channels = image.getChannels();
    boolean distinct = channels.stream().distinct().count() == channels.size();
    if (channels.isEmpty() || !distinct || !settings.channels().containsAll(channels)) {
      throw new RejectedException(
          "the channels %s are not some of image.channels, %s, each once"
              .formatted(channels, settings.channels()));
    }
    int wanted = shape.pixels() * channels.size();
    int came = ImagePixels.count(image);
    if (came != wanted) {
      throw new RejectedException(
          "the image has %d numbers, but %d x %d pixels of %d channels are %d"
              .formatted(came, shape.height(), shape.width(), channels.size(), wanted));
    }
    if (image.getPixels() instanceof List<?> numbers) {
      for (Object number : numbers) {
        if (!Float.isFinite((Float) number)) {
          throw new RejectedException("the image has a number that is not finite");
        }
      }
    }
  }

  /** The class of an image. */
  int label(Image image) {
    return image.getLabel() == null
        ? ImageBatch.NO_LABEL
        : settings.classes().indexOf(image.getLabel());
  }

  /** Adds a decoded image to a batch. Channels that it does not have are 0. */
  void addTo(ImageBatch batch, Image image) {
    int to = batch.add(label(image));
    float[] pixels = batch.pixels();
    int all = shape.channels();
    Arrays.fill(pixels, to, to + shape.size(), 0f);
    int own = image.getChannels().size();
    for (int c = 0; c < own; c++) {
      int channel = settings.channels().indexOf(image.getChannels().get(c));
      for (int p = 0; p < shape.pixels(); p++) {
        pixels[to + p * all + channel] = ImagePixels.number(image, p * own + c);
      }
    }
  }

  /** The same image with a label, as the value of a record. */
  byte[] labelled(byte[] value, String label) throws IOException {
    Image image = codec.decode(value);
    image.setLabel(label);
    return codec.encode(image);
  }
}

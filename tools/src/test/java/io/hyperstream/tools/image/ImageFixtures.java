package io.hyperstream.tools.image;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Classification;
import io.hyperstream.schemas.Image;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** Images, and what a job says of them. */
public final class ImageFixtures {

  private ImageFixtures() {}

  /**
   * What is said of an image, a record each second: that it is a 7, by 98 percent.
   *
   * @param label null if it is not known
   * @param images of the key so far
   * @param labels of the key so far
   */
  public static Classification classification(
      long offset, String id, String label, long images, long labels) {
    return Classification.newBuilder()
        .setTopic("text")
        .setPartition(0)
        .setOffset(offset)
        .setEventTime(Instant.ofEpochMilli(1_000_000 + 1_000 * offset))
        .setId(id)
        .setPredicted("7")
        .setProbability(0.98)
        .setLabel(label)
        .setBits(label == null ? null : 3.0)
        .setExpectedBits(0.5)
        .setKeyImages(images)
        .setKeyLabels(labels)
        .setKeyAccuracy(labels == 0 ? null : (labels - 1.0) / labels)
        .setModelVersion(images)
        .build();
  }

  /** The value of a record with an image of 2 x 1 pixels. */
  public static byte[] image(List<String> channels, int... numbers) {
    ByteBuffer pixels = ByteBuffer.allocate(numbers.length);
    for (int number : numbers) {
      pixels.put((byte) number);
    }
    return AvroCodec.of(Image.class)
        .encode(
            Image.newBuilder()
                .setHeight(1)
                .setWidth(2)
                .setChannels(channels)
                .setPixels(pixels.flip())
                .build());
  }
}

package io.hyperstream.tools.image;

import io.hyperstream.model.conv.ImageShape;
import io.hyperstream.model.conv.LabelledImages;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Image;
import io.hyperstream.tools.feed.RecordSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Images of a file as Avro {@link Image}s, with their labels or with labels that come later. */
public final class ImageSource implements RecordSource {

  private static final int WITH_IMAGE = -1;

  private final AvroCodec<Image> codec = AvroCodec.of(Image.class);
  private final byte[] key;
  private final LabelledImages images;
  private final int first;
  private final int step;
  private final int labelAfter;
  private final int count;
  private final List<String> channels;

  // How many were sent.
  private int sent;
  private int labelsSent;

  private ImageSource(String key, LabelledImages images, int first, int step, int labelAfter) {
    this.key = key.getBytes(StandardCharsets.UTF_8);
    this.images = images;
    this.first = first;
    this.step = step;
    this.labelAfter = labelAfter;
    this.count = (images.size() - first + step - 1) / step;
    this.channels = channels(images.shape());
  }

  /**
   * Deals images out to streams.
   *
   * @param key of the stream; several are named KEY/0 and so on
   * @param labelAfter how many more images come before the label of one; null: it has its label
   */
  public static List<ImageSource> deal(
      String key, LabelledImages images, int streams, Integer labelAfter) {
    int after = labelAfter == null ? WITH_IMAGE : labelAfter;
    List<ImageSource> sources = new ArrayList<>();
    for (int i = 0; i < Math.min(streams, images.size()); i++) {
      String own = streams == 1 ? key : key + "/" + i;
      sources.add(new ImageSource(own, images, i, streams, after));
    }
    return sources;
  }

  /** What a job must call them in image.channels. */
  private static List<String> channels(ImageShape shape) {
    return switch (shape.channels()) {
      case 1 -> List.of("grey");
      case 3 -> List.of("red", "green", "blue");
      default -> IntStream.range(0, shape.channels()).mapToObj(Integer::toString).toList();
    };
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] poll() {
    boolean labelIsDue = sent == count || sent - labelsSent > labelAfter;
    if (labelAfter != WITH_IMAGE && labelsSent < sent && labelIsDue) {
      int image = first + labelsSent++ * step;
      return codec.encode(Image.newBuilder().setId(id(image)).setLabel(label(image)).build());
    }
    return sent == count ? null : codec.encode(image(first + sent++ * step));
  }

  private Image image(int image) {
    ImageShape shape = images.shape();
    boolean hasLabel = labelAfter == WITH_IMAGE;
    return Image.newBuilder()
        .setId(hasLabel ? null : id(image))
        .setHeight(shape.height())
        .setWidth(shape.width())
        .setChannels(channels)
        .setPixels(ByteBuffer.wrap(images.pixels(), image * shape.size(), shape.size()))
        .setLabel(hasLabel ? label(image) : null)
        .build();
  }

  private static String id(int image) {
    return Integer.toString(image);
  }

  private String label(int image) {
    return images.classes().get(images.labels()[image]);
  }

  @Override
  public boolean isFinished() {
    return sent == count && (labelAfter == WITH_IMAGE || labelsSent == count);
  }
}

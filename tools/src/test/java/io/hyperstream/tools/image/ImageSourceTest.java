package io.hyperstream.tools.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.conv.ImageShape;
import io.hyperstream.model.conv.LabelledImages;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Image;
import io.hyperstream.schemas.ImagePixels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageSourceTest {

  private static final LabelledImages IMAGES =
      new LabelledImages(
          new ImageShape(1, 1, 3),
          new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
          new int[] {0, 1, 1, 0},
          List.of("cat", "dog"));

  @Test
  void anImageHasItsLabel() throws Exception {
    ImageSource source = ImageSource.deal("pets", IMAGES, 1, null).get(0);
    assertThat(new String(source.key(), UTF_8)).isEqualTo("pets");
    List<Image> images = all(source);
    assertThat(images).hasSize(4);
    Image second = images.get(1);
    assertThat(second.getId()).isNull();
    assertThat(second.getLabel()).isEqualTo("dog");
    assertThat(second.getHeight()).isEqualTo(1);
    assertThat(second.getWidth()).isEqualTo(1);
    assertThat(second.getChannels()).containsExactly("red", "green", "blue");
    assertThat(ImagePixels.count(second)).isEqualTo(3);
    assertThat(ImagePixels.number(second, 2)).isEqualTo(6 / 255f);
  }

  @Test
  void imagesAreDealtOut() throws Exception {
    List<ImageSource> sources = ImageSource.deal("pets", IMAGES, 3, null);
    assertThat(sources)
        .extracting(source -> new String(source.key(), UTF_8))
        .containsExactly("pets/0", "pets/1", "pets/2");
    assertThat(all(sources.get(0))).extracting(Image::getLabel).containsExactly("cat", "cat");
    assertThat(all(sources.get(2))).extracting(Image::getLabel).containsExactly("dog");
    assertThat(ImageSource.deal("pets", IMAGES, 9, null)).hasSize(4);
  }

  @Test
  void labelsComeLater() throws Exception {
    assertThat(order(0)).containsExactly("0", "0:cat", "1", "1:dog", "2", "2:dog", "3", "3:cat");
    assertThat(order(2)).containsExactly("0", "1", "2", "0:cat", "3", "1:dog", "2:dog", "3:cat");
    assertThat(order(9)).containsExactly("0", "1", "2", "3", "0:cat", "1:dog", "2:dog", "3:cat");
  }

  /** The ids of images, and those of labels with the labels. */
  private static List<String> order(int labelAfter) throws IOException {
    return all(ImageSource.deal("pets", IMAGES, 1, labelAfter).get(0)).stream()
        .map(
            image ->
                image.getPixels() == null ? image.getId() + ":" + image.getLabel() : image.getId())
        .toList();
  }

  private static List<Image> all(ImageSource source) throws IOException {
    List<Image> all = new ArrayList<>();
    while (!source.isFinished()) {
      all.add(AvroCodec.of(Image.class).decode(source.poll()));
    }
    assertThat(source.poll()).isNull();
    return all;
  }
}

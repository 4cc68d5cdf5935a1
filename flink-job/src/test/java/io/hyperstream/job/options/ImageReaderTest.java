package io.hyperstream.job.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.job.image.ImageSettings;
import io.hyperstream.model.conv.Architecture;
import io.hyperstream.model.conv.ImageNetConfig;
import io.hyperstream.model.conv.ImageShape;
import java.util.List;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReaderTest {

  private static JobSettings settings(String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "--kafka.bootstrap.servers";
    all[1] = "127.0.0.1:9092";
    System.arraycopy(options, 0, all, 2, options.length);
    return JobSettings.from(OptionsLoader.load(all));
  }

  @Test
  void otherPresetsLearnNoImages() {
    assertThat(settings().images()).isEmpty();
    assertThatThrownBy(() -> settings("--image.height", "8"))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("option image.height is for presets that learn images")
        .hasMessageContaining("learn.preset is small");
  }

  @Test
  void anImagePresetHasDefaults() {
    ImageSettings images =
        settings("--learn.preset", "mnist", "--input.format", "AVRO").images().orElseThrow();

    assertThat(images.network())
        .isEqualTo(new ImageNetConfig(Architecture.MNIST, new ImageShape(28, 28, 1), 10, true));
    assertThat(images.channels()).containsExactly("grey");
    assertThat(images.batch()).isEqualTo(16);
  }

  @Test
  void allCanBeSet() throws Exception {
    ImageSettings images =
        settings(
                "--learn.preset", "channels",
                "--input.format", "AVRO",
                "--image.height", "10",
                "--image.width", "12",
                "--image.channels", "red;green",
                "--image.classes", "a;b;c",
                "--image.generated", "false",
                "--learn.rate", "0.01",
                "--learn.batch", "4")
            .images()
            .orElseThrow();

    assertThat(images.network())
        .isEqualTo(new ImageNetConfig(Architecture.CHANNELS, new ImageShape(10, 12, 2), 3, false));
    assertThat(images.classes()).isEqualTo(List.of("a", "b", "c"));
    assertThat(images.adam().rate()).isEqualTo(0.01);
    assertThat(images.batch()).isEqualTo(4);
    assertThat(InstantiationUtil.clone(images)).isEqualTo(images);
  }

  @ParameterizedTest
  @CsvSource({
    "--input.format, TEXT, option input.format must be AVRO",
    "--learn.parallelism, 2, option learn.parallelism must be 1",
    "--image.height, 2, image.height",
    "--image.classes, a, image.classes",
    "--image.channels, a;a, image.channels",
    "--learn.batch, 0, learn.batch"
  })
  void whatDoesNotFitIsNamed(String option, String value, String message) {
    String[] options = {"--learn.preset", "mnist", "--input.format", "AVRO", option, value};
    assertThatThrownBy(() -> settings(options))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining(message);
  }
}

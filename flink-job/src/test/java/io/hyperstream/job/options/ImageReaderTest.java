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
  void theStartInTheJarIsForItsNetworksAlone() {
    assertThat(settings("--model.start", "BUNDLED").learnSettings()).isNotNull();
    assertThatThrownBy(() -> settings("--model.start", "BUNDLED", "--model.hidden", "64"))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("option model.start must not be BUNDLED for this network")
        .hasMessageContaining("presets [FAST, SMALL, BEST] as they are");
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
                "--learn.batch", "4",
                "--image.max-waiting", "7",
                "--state.ttl", "1 h",
                "--model.start", "FILE",
                "--model.file", "s3://bucket/model")
            .images()
            .orElseThrow();

    assertThat(images.network())
        .isEqualTo(new ImageNetConfig(Architecture.CHANNELS, new ImageShape(10, 12, 2), 3, false));
    assertThat(images.classes()).isEqualTo(List.of("a", "b", "c"));
    assertThat(images.adam().rate()).isEqualTo(0.01);
    assertThat(images.batch()).isEqualTo(4);
    assertThat(images.maxWaiting()).isEqualTo(7);
    assertThat(images.ttl()).hasHours(1);
    assertThat(images.start()).isEqualTo("s3://bucket/model");
    assertThat(InstantiationUtil.clone(images)).isEqualTo(images);
  }

  @ParameterizedTest
  @CsvSource({
    "--input.format, TEXT, option input.format must be AVRO",
    "--learn.parallelism, 2, option learn.parallelism must be 1",
    "--image.height, 2, image.height",
    "--image.classes, a, image.classes",
    "--image.channels, a;a, image.channels",
    "--learn.batch, 0, learn.batch",
    "--learn.window, 8, option learn.window means nothing for images",
    "--alerts.budget, 2, option alerts.budget means nothing for images",
    "--predict.top, 3, option predict.top means nothing for images",
    "--scores.per-symbol, true, option scores.per-symbol means nothing for images",
    "--context.enabled, false, option context.enabled means nothing for images",
    "--model.hidden, 64, option model.hidden means nothing for images",
    "--model.moments, true, option model.moments means nothing for images",
    "--output.alerts, warnings, option output.alerts means nothing for images",
    "--input.separator, a, option input.separator means nothing for images",
    "--state.encoding, BF16, option state.encoding means nothing for images",
    "--model.start, BUNDLED, option model.start must be FRESH or FILE",
    "--image.max-waiting, 0, image.max-waiting"
  })
  void whatDoesNotFitIsNamed(String option, String value, String message) {
    String[] options = {"--learn.preset", "mnist", "--input.format", "AVRO", option, value};
    assertThatThrownBy(() -> settings(options))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining(message);
  }
}

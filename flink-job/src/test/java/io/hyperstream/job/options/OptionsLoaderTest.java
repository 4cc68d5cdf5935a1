package io.hyperstream.job.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsLoaderTest {

  @TempDir Path folder;

  @Test
  void readsBothSpellings() {
    assertThat(OptionsLoader.load("--learn.rate", "0.01", "--input.topic=a=b", "--x", "-5").toMap())
        .isEqualTo(Map.of("learn.rate", "0.01", "input.topic", "a=b", "x", "-5"));
  }

  @Test
  void theLastWordHolds() {
    assertThat(OptionsLoader.load("--learn.rate", "0.01", "--learn.rate=0.1").toMap())
        .containsEntry("learn.rate", "0.1");
  }

  @Test
  void readsFlatAndNestedYaml() throws IOException {
    Path file =
        write(
            """
            kafka:
              bootstrap.servers: [one:9092, two:9092]
            learn.rate: 0.01
            learn:
              max-delay: 50 ms
              window: 32
            execution.checkpointing:
              unaligned:
                enabled: false
            """);
    assertThat(OptionsLoader.load("--config", file.toString()).toMap())
        .isEqualTo(
            Map.of(
                "kafka.bootstrap.servers", "one:9092,two:9092",
                "learn.rate", "0.01",
                "learn.max-delay", "50 ms",
                "learn.window", "32",
                "execution.checkpointing.unaligned.enabled", "false"));
  }

  @Test
  void theCommandLineWinsOverTheFile() throws IOException {
    Path file = write("learn.window: 32\nlearn.batch: 8\n");
    assertThat(OptionsLoader.load("--learn.window", "16", "--config", file.toString()).toMap())
        .isEqualTo(Map.of("learn.window", "16", "learn.batch", "8"));
  }

  @Test
  void saysWhichFileCannotBeRead() {
    assertFails("--config", folder.resolve("none.yaml").toString())
        .withMessageMatching("option config must be a YAML file that can be read, .*none.yaml'");
    assertFails("--config", folder.toString()).withMessageContaining("that can be read");
  }

  @Test
  void saysWhatIsNoYamlWithoutShowingIt() throws IOException {
    Path file = write("kafka.sasl.password: [hunter2\n");
    assertFails("--config", file.toString())
        .withMessageContaining("is not a YAML file of options")
        .withMessageNotContaining("hunter2");
    Path list = write("- hunter2\n");
    assertFails("--config", list.toString())
        .withMessageContaining("is not a YAML file of options")
        .withMessageNotContaining("hunter2");
  }

  @Test
  void anOptionNeedsAValue() throws IOException {
    assertFails("--input.topic").withMessage("option input.topic has no value");
    assertFails("--input.topic", "--learn.rate", "1")
        .withMessage("option input.topic has no value");
    assertFails("--config", write("learn:\n  window:\n").toString())
        .withMessage("option learn.window has no value");
  }

  @Test
  void aStrayArgumentIsPlacedButNotShown() {
    assertFails("--kafka.sasl.jaas.config", "Login", "hunter2;")
        .withMessageStartingWith("argument 3, after kafka.sasl.jaas.config, is not an option")
        .withMessageNotContaining("hunter2");
  }

  private static ThrowableAssertAlternative<OptionException> assertFails(String... arguments) {
    return assertThatExceptionOfType(OptionException.class)
        .isThrownBy(() -> OptionsLoader.load(arguments));
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("options.yaml"), yaml);
  }
}

package io.hyperstream.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.job.input.EndPosition;
import io.hyperstream.job.input.InputFormat;
import io.hyperstream.job.input.StartPosition;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.OptionException;
import io.hyperstream.job.options.OptionsLoader;
import io.hyperstream.model.Provenance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayOptionsTest {

  @TempDir private Path folder;

  private ReplayInput chunks;
  private ReplayInput lines;

  @BeforeEach
  void writeFile() throws Exception {
    List<Path> files = List.of(Files.writeString(folder.resolve("log"), "a line"));
    chunks = ReplayInput.chunks(files, 1, 256);
    lines = ReplayInput.lines(files, 1);
  }

  @Test
  void readAllOfTheTopicAndKnowNoTime() {
    JobSettings settings = options(chunks).settings("broker:1");
    assertThat(settings.kafka().bootstrapServers()).isEqualTo("broker:1");
    assertThat(settings.input().start()).isEqualTo(StartPosition.EARLIEST);
    assertThat(settings.input().end()).isEqualTo(EndPosition.LATEST);
    assertThat(settings.input().decode().format()).isEqualTo(InputFormat.AVRO);
    assertThat(settings.learnSettings().steps().maxDelay()).isZero();
    assertThat(options(lines).settings().input().decode().format()).isEqualTo(InputFormat.TEXT);
  }

  @Test
  void takeTheJobsOptions() {
    ReplayOptions options =
        options(
            lines,
            "--learn.preset=ptb",
            "--learn.max-delay=1s",
            "--kafka.bootstrap.servers=elsewhere:9092");
    assertThat(options.preset()).isEqualTo("ptb");
    JobSettings settings = options.settings("broker:1");
    assertThat(settings.learnSettings().steps().maxDelay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.kafka().bootstrapServers()).isEqualTo("broker:1");
  }

  @Test
  void nameTheFilesAsWhatIsLearnedFrom() {
    Provenance from =
        options(lines, "--learn.seed=7").settings().learnSettings().model().provenance();
    assertThat(from.data()).isEqualTo("log");
    assertThat(from.seed()).isEqualTo(7);
    assertThat(from.preset()).isEqualTo("small");
  }

  @Test
  void refuseWhatContradictsAReplay() {
    assertRefused(chunks, "input.format must be AVRO", "--input.format=TEXT");
    assertRefused(lines, "input.format must be TEXT", "--input.format=AVRO");
    assertRefused(
        lines,
        "--vectors replays a file of numbers",
        "--input.format=VECTOR",
        "--vector.dimension=2");
    assertRefused(lines, "input.start must be EARLIEST", "--input.start=COMMITTED");
    assertRefused(lines, "input.end must be LATEST", "--input.end=NEVER");
    assertRefused(lines, "learn.window", "--learn.window=0");
  }

  @Test
  void leaveTheInputOpenForSeveralLearners() {
    ReplayOptions options = options(lines, "--learn.parallelism=2");
    assertThat(options.settings().input().end()).isEqualTo(EndPosition.NEVER);
    assertThatThrownBy(() -> new BareReplay(lines, options, ProgressLine.none()))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("learn.parallelism must be 1 in a bare replay");
  }

  @Test
  void refuseTimersInABareReplay() {
    for (String option : List.of("learn.max-delay", "state.ttl")) {
      ReplayOptions options = options(lines, "--" + option + "=1s");
      assertThatThrownBy(() -> new BareReplay(lines, options, ProgressLine.none()))
          .isInstanceOf(OptionException.class)
          .hasMessageContaining(option + " must be 0 in a bare replay");
    }
  }

  private static void assertRefused(ReplayInput input, String message, String... arguments) {
    assertThatThrownBy(() -> options(input, arguments))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining(message);
  }

  private static ReplayOptions options(ReplayInput input, String... arguments) {
    return new ReplayOptions(OptionsLoader.load(arguments), input);
  }
}

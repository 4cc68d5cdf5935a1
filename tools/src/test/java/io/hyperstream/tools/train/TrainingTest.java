package io.hyperstream.tools.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.job.options.OptionsLoader;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.tools.replay.ProgressLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {

  @TempDir private Path folder;

  private Path text;
  private Path valid;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void writeTexts() throws IOException {
    text = folder.resolve("text.txt");
    valid = folder.resolve("valid.txt");
    Files.writeString(text, "to be or not to be, that is the question\n".repeat(40));
    Files.writeString(valid, "to be is not the question, that is not to be\n".repeat(5));
  }

  private Optional<TrainReport> train(Path model, BooleanSupplier stopped) throws Exception {
    return new Training(
            List.of(text),
            valid,
            valid,
            model,
            OptionsLoader.load(
                "--learn.preset", "fast",
                "--learn.backend", "vector",
                "--learn.lanes", "1",
                "--learn.window", "16",
                "--learn.batch", "4",
                "--model.hidden", "8",
                "--model.hyper", "3"),
            4,
            0.1,
            null)
        .run(new ProgressLine(null), said::add, stopped);
  }

  @Test
  void aTrainingThatWasStoppedGoesOnToTheSameModel() throws Exception {
    Path whole = folder.resolve("whole.safetensors");
    TrainReport report = train(whole, () -> false).orElseThrow();
    assertThat(report.checks()).hasSize(4);
    assertThat(report.testBits()).isPositive();
    assertThat(Files.readString(folder.resolve("whole.safetensors.svg"))).startsWith("<svg");
    assertThat(folder.resolve("whole.safetensors.training")).doesNotExist();

    Path stopped = folder.resolve("stopped.safetensors");
    int[] steps = {0};
    // In the middle of the third pass.
    assertThat(train(stopped, () -> ++steps[0] > 66)).isEmpty();
    assertThat(said).last().asString().startsWith("Stopped after 2.00 passes");
    assertThat(train(stopped, () -> false)).isPresent();
    assertThat(said).anyMatch(line -> line.contains("Goes on from"));
    assertThat(LearnerFile.read(stopped).weights().values())
        .isEqualTo(LearnerFile.read(whole).weights().values());
  }

  @Test
  void aModelHasWhatTheOptimiserKnowsAndWhereItIsFrom() throws Exception {
    Path model = folder.resolve("model.safetensors");
    train(model, () -> false);
    LearnerSnapshot learner = LearnerFile.read(model);
    assertThat(learner.optimiser().secondMoment()).hasSameSizeAs(learner.weights().values());
    assertThat(learner.provenance().preset()).isEqualTo("fast");
    assertThat(learner.provenance().data())
        .startsWith("text.txt (sha256 ")
        .contains("1,640 bytes), ")
        .endsWith("bits a symbol on the validation text");
  }

  @Test
  void aStateOfOtherFilesIsRefused() throws Exception {
    Path model = folder.resolve("model.safetensors");
    int[] steps = {0};
    assertThat(train(model, () -> ++steps[0] > 66)).isEmpty();
    Files.writeString(text, "something else altogether\n".repeat(60));
    assertThatThrownBy(() -> train(model, () -> false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("belongs to a training of other files or with other options");
  }

  @Test
  void anEmptyTextIsRefused() throws Exception {
    Files.writeString(text, "");
    assertThatThrownBy(() -> train(folder.resolve("m"), () -> false))
        .hasMessage("the text to learn is empty");
  }
}

package io.hyperstream.tools.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hyperstream.job.options.OptionException;
import io.hyperstream.job.options.OptionsLoader;
import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.context.ContextStart;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.tools.replay.InputFileException;
import io.hyperstream.tools.replay.ProgressLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
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
    return training(model).run(ProgressLine.none(), said::add, stopped);
  }

  private static String[] options(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--learn.preset", "fast",
                "--learn.backend", "vector",
                "--learn.lanes", "1",
                "--learn.window", "16",
                "--learn.batch", "4",
                "--model.hidden", "8",
                "--model.hyper", "3",
                "--context.enabled", "false"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private Training training(Path model, String... options) throws Exception {
    return new Training(
        List.of(text),
        false,
        valid,
        valid,
        model,
        OptionsLoader.load(options(options)),
        new Length(4, null, null),
        0.1,
        null);
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

  /** A pen that goes round in squares of 12 points, each of which ends a drawing. */
  private static String squares(int count) {
    StringBuilder csv = new StringBuilder("dx,dy,up,end\n");
    for (int i = 0; i < 12 * count; i++) {
      int side = i / 3 % 4;
      int right = side == 0 ? 10 : side == 2 ? -10 : 0;
      int down = side == 1 ? 10 : side == 3 ? -10 : 0;
      int end = i % 12 == 11 ? 1 : 0;
      csv.append("%d,%d,%d,%d%n".formatted(right, down, end, end));
    }
    return csv.toString();
  }

  private Training strokes(Path model, String... options) throws Exception {
    Files.writeString(text, squares(60));
    return new Training(
        List.of(text),
        true,
        valid,
        valid,
        model,
        OptionsLoader.load(options),
        new Length(12, null, null),
        null,
        null);
  }

  @Test
  void learnsVectorsAndDrawsThem() throws Exception {
    Files.writeString(valid, squares(10));
    Path model = folder.resolve("strokes.safetensors");
    TrainReport report =
        strokes(model, "--vector.binary", "2", "--learn.window", "12", "--learn.lanes", "1")
            .run(ProgressLine.none(), said::add, () -> false)
            .orElseThrow();
    assertThat(report.preset()).isEqualTo("sensor");
    assertThat(report.testBits()).isLessThan(report.checks().get(0).trainBits() - 2);

    String picture = StrokePicture.svg(LearnerFile.read(model).weights(), valid, 1);
    assertThat(picture).startsWith("<svg").endsWith("</svg>\n");
    assertThat(picture.lines().filter(line -> line.startsWith("<path"))).hasSize(48);
    assertThat(picture)
        .isEqualTo(StrokePicture.svg(LearnerFile.read(model).weights(), valid, 1))
        .isNotEqualTo(StrokePicture.svg(LearnerFile.read(model).weights(), valid, 2));

    Files.writeString(valid, "5,1,0\n");
    assertThatThrownBy(() -> StrokePicture.svg(LearnerFile.read(model).weights(), valid, 1))
        .hasMessage(valid + " has vectors of 3 numbers, but the network was trained on such of 4");
  }

  @Test
  void vectorsThatDifferAreRefused() throws Exception {
    Files.writeString(valid, "1,2,0\n");
    assertThatThrownBy(() -> strokes(folder.resolve("m"), "--vector.binary", "1"))
        .isInstanceOf(InputFileException.class)
        .hasMessage(valid + " does not have the same numbers as what is learned");
    Files.writeString(valid, squares(10));
    assertThatThrownBy(() -> strokes(folder.resolve("m"), "--learn.preset", "small"))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("is for vectors of numbers, but learn.preset = small learns text");
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
  void aModelHasWhatItsTextSaysOfContexts() throws Exception {
    Path model = folder.resolve("model.safetensors");
    String[] contexts = {
      "--context.enabled", "true", "--context.memory", "4 mb", "--context.workers", "2"
    };
    training(model, contexts).run(ProgressLine.none(), said::add, () -> false);
    LearnerSnapshot learned = LearnerFile.read(model);
    assertThat(LearnerFile.groupsOf(learned)).containsExactly(Group.OPTIMISER, Group.START);
    assertThat(bits(learned, contexts))
        .isLessThan(0.7 * bits(learned.with((ContextStart) null), contexts));
  }

  /** Bits of a line, of a learner that begins so. */
  private static double bits(LearnerSnapshot start, String... options) {
    LearnerConfig config =
        new TrainOptions(
                OptionsLoader.load(options(options)), null, new Length(1, null, null), null, null)
            .job();
    try (Learner learner = Learner.create(config, ComputeTarget.AUTO.with(Backend.VECTOR))) {
      learner.startFrom(start.weights());
      if (start.start() != null) {
        learner.startFrom(start.start());
      }
      Batch batch = new Batch(config);
      byte[] line = "that is the question\n".getBytes(StandardCharsets.US_ASCII);
      batch.add(new StreamState(config.network()), Observations.ofBytes(line), 0, config.window());
      return learner.step(batch).totalBits();
    }
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
  void aStateThatIsCutOffIsRefused() throws Exception {
    Path model = folder.resolve("model.safetensors");
    int[] steps = {0};
    assertThat(train(model, () -> ++steps[0] > 66)).isEmpty();
    Path state = folder.resolve("model.safetensors.training");
    byte[] whole = Files.readAllBytes(state);
    for (int size : new int[] {0, 30, 1000, whole.length / 2, whole.length - 1}) {
      Files.write(state, Arrays.copyOf(whole, size));
      assertThatThrownBy(() -> train(model, () -> false))
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("is damaged; delete it to train from the beginning");
    }
  }

  @Test
  void twoTrainingsDoNotWriteTheSameModel() throws Exception {
    Path model = folder.resolve("model.safetensors");
    List<Throwable> refused = new ArrayList<>();
    train(
        model,
        () -> {
          refused.add(catchThrowable(() -> train(model, () -> false)));
          return true;
        });
    assertThat(refused)
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
        .hasMessageContaining("is being written by another training (process ");
    assertThat(train(model, () -> false)).isPresent();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "text.txt", "valid.txt", "model.safetensors", "model.safetensors.svg");
    }
  }

  @Test
  void aModelThatIsDoneIsNotReplaced() throws Exception {
    Path model = folder.resolve("model.safetensors");
    train(model, () -> false);
    byte[] trained = Files.readAllBytes(model);
    assertThatThrownBy(() -> train(model, () -> false))
        .isInstanceOf(IOException.class)
        .hasMessage(
            model
                + " is there already, and there is no model.safetensors.training of a training that"
                + " goes on; delete it to train anew, or write to another file");
    assertThat(model).hasBinaryContent(trained);
  }

  @Test
  void aTextThatIsLearnedCannotDecideWhenToEnd() throws Exception {
    Files.copy(text, valid, StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> training(folder.resolve("m")))
        .hasMessage(
            text + " is learned, and so cannot decide when to end; give another validation text");
  }

  @Test
  void optionsThatATrainingCannotFollowAreRefused() {
    assertThatThrownBy(
            () ->
                training(folder.resolve("m"), "--model.start", "file", "--model.file", "other.st"))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("option model.start must be FRESH for a training");
    assertThatThrownBy(
            () ->
                training(folder.resolve("m"), "--model.vocabulary", "9", "--input.format", "avro"))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("option model.vocabulary must be 256 for a training");
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws Exception {
    Files.delete(valid);
    assertThatThrownBy(() -> training(folder.resolve("m"))).hasMessage("There is no file " + valid);
    Files.createDirectory(valid);
    assertThatThrownBy(() -> training(folder.resolve("m")))
        .hasMessage(valid + " is a folder; name files");
  }

  @Test
  void anEmptyTextIsRefused() throws Exception {
    Files.writeString(text, "");
    assertThatThrownBy(() -> train(folder.resolve("m"), () -> false))
        .hasMessage("the text to learn is empty");
  }
}

package io.hyperstream.tools.cli;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.context.ContextCounts;
import io.hyperstream.model.context.ContextStart;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.start.BundledStart;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the start that the jar brings; for developers. */
@Command(
    name = "make-start",
    hidden = true,
    header = "Makes the start that the jar brings, for model.start = BUNDLED.",
    description = {
      "Counts what followed which contexts in texts. Then each model, which 'train' has made of the",
      "same texts, learns the beginnings of others, and its context model learns what to make of the",
      "counts. The same files give the same start.",
      ""
    })
final class MakeStartCommand implements Callable<Integer> {

  private static final ComputeTarget TARGET = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1);

  /** Each text is counted in so many pieces: one kind of text is worth as much as another. */
  private static final int PIECES = 8;

  /** With these the counts take about two megabytes. */
  private static final int MAX_HISTORIES = 70_000;

  private static final int MAX_LISTS = 240_000;

  @Parameters(paramLabel = "FOLDER", description = "Folder of the resources, which are replaced.")
  private Path folder;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      arity = "1..*",
      required = true,
      description = "Models of presets to start.")
  private List<Path> models;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      arity = "1..*",
      required = true,
      description = "Texts to count contexts in.")
  private List<Path> texts;

  @Option(
      names = "--beginning",
      paramLabel = "TEXT",
      arity = "1..*",
      required = true,
      description = "Other texts, to learn what to make of the counts.")
  private List<Path> beginnings;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<byte[]> pieces = new ArrayList<>();
    for (Path file : texts) {
      byte[] text = Files.readAllBytes(file);
      for (int i = 0; i < PIECES; i++) {
        int from = (int) ((long) text.length * i / PIECES);
        int to = (int) ((long) text.length * (i + 1) / PIECES);
        pieces.add(Arrays.copyOfRange(text, from, to));
      }
    }
    ContextCounts counts = ContextCounts.of(pieces, MAX_HISTORIES, MAX_LISTS);
    BundledStart.write(folder, counts);
    for (Path file : models) {
      LearnerSnapshot model = LearnerFile.read(file);
      BundledStart.write(folder, model, start(model, counts));
    }
    return 0;
  }

  private ContextStart start(LearnerSnapshot model, ContextCounts counts) throws IOException {
    ContextStart start = null;
    for (Path file : beginnings) {
      start = learn(model, start, counts, file);
    }
    return start;
  }

  /** Learns a text as a new learner would, and keeps the start values of its context model. */
  private ContextStart learn(
      LearnerSnapshot model, ContextStart before, ContextCounts counts, Path file)
      throws IOException {
    byte[] text = Files.readAllBytes(file);
    LearnerConfig config = BundledStart.preset(model.network()).config(1);
    try (Learner learner = Learner.create(config, TARGET)) {
      learner.startFrom(model);
      learner.startFrom(before == null ? ContextStart.of(counts) : before);
      Batch batch = new Batch(config);
      StreamState state = new StreamState(config.network());
      Observations observations = Observations.ofBytes(text);
      double bits = 0;
      for (int from = 0; from < text.length; from += config.window()) {
        batch.clear();
        batch.add(state, observations, from, Math.min(config.window(), text.length - from));
        bits += learner.step(batch).totalBits();
      }
      PrintWriter out = spec.commandLine().getOut();
      out.printf("%s: %d bytes, %.3f bits each%n", file, text.length, bits / text.length);
      out.flush();
      return ContextStart.of(learner.snapshot().context(), counts);
    }
  }
}

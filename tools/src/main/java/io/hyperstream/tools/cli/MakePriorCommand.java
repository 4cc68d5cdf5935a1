package io.hyperstream.tools.cli;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.context.ContextSnapshot;
import io.hyperstream.model.context.Prior;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.observation.Observations;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the prior of new context models; for developers. */
@Command(
    name = "make-prior",
    hidden = true,
    header = "Makes the prior that new context models begin with.",
    description = {
      "Learns texts with presets 'small' and 'fast', each with a new network, and keeps the start",
      "values of their context models. The same texts give the same values.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  hyperstream make-prior model/src/main/resources/io/hyperstream/model/context"
    })
final class MakePriorCommand implements Callable<Integer> {

  private static final ComputeTarget TARGET = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1);

  @Parameters(
      index = "0",
      paramLabel = "FOLDER",
      description = "Folder of the prior's resources, which are replaced.")
  private Path folder;

  @Parameters(
      index = "1..*",
      paramLabel = "TEXT",
      description = "Texts to learn instead of those that the prior has.")
  private List<Path> files = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<byte[]> texts = texts();
    PrintWriter out = spec.commandLine().getOut();
    Prior.write(folder, texts);
    for (Preset preset : List.of(Preset.SMALL, Preset.FAST)) {
      ContextSnapshot learned = null;
      for (byte[] text : texts) {
        learned = learn(preset.config(1), text, learned, out);
      }
      Prior.write(folder, learned);
    }
    return 0;
  }

  private List<byte[]> texts() throws IOException {
    if (files.isEmpty()) {
      return Prior.texts();
    }
    List<byte[]> texts = new ArrayList<>();
    for (Path file : files) {
      texts.add(Files.readAllBytes(file));
    }
    return texts;
  }

  /** Learns a text as a new learner would that has the statistics of the texts before. */
  private static ContextSnapshot learn(
      LearnerConfig preset, byte[] text, ContextSnapshot before, PrintWriter out) {
    LearnerConfig config = preset.withContext(preset.context().withPrior(false));
    try (Learner learner = Learner.create(config, TARGET)) {
      if (before != null) {
        learner.restore(learner.snapshot().with(before));
      }
      Batch batch = new Batch(config);
      StreamState state = new StreamState(config.network());
      Observations observations = Observations.ofBytes(text);
      double bits = 0;
      for (int from = 0; from < text.length; from += config.window()) {
        batch.clear();
        batch.add(state, observations, from, Math.min(config.window(), text.length - from));
        bits += learner.step(batch).totalBits();
      }
      out.printf("%d bytes, %.3f bits each%n", text.length, bits / text.length);
      out.flush();
      return learner.snapshot().context();
    }
  }
}

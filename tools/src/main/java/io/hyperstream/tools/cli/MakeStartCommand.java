package io.hyperstream.tools.cli;

import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.context.ContextCounts;
import io.hyperstream.model.context.ContextStart;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.start.BundledStart;
import io.hyperstream.model.start.ContextLesson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
      "Counts what followed which contexts in texts. Then each model, which 'train' has made of",
      "the same texts, learns the beginnings of others, and its context model learns what to make",
      "of the counts. The same files give the same start.",
      ""
    })
final class MakeStartCommand implements Callable<Integer> {

  private static final ComputeTarget TARGET = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1);

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
    List<byte[]> read = new ArrayList<>();
    for (Path file : texts) {
      read.add(Files.readAllBytes(file));
    }
    ContextCounts counts = ContextCounts.of(read);
    BundledStart.write(folder, counts);
    for (Path file : models) {
      LearnerSnapshot model = LearnerFile.read(file);
      BundledStart.write(folder, model, start(model, counts));
    }
    return 0;
  }

  private ContextStart start(LearnerSnapshot model, ContextCounts counts) throws IOException {
    LearnerConfig config = BundledStart.preset(model.network()).config(1);
    ContextLesson lesson = new ContextLesson(config, TARGET, model, counts);
    for (Path file : beginnings) {
      byte[] text = Files.readAllBytes(file);
      PrintWriter out = spec.commandLine().getOut();
      out.printf("%s: %d bytes, %.3f bits each%n", file, text.length, lesson.read(text));
      out.flush();
    }
    return lesson.start();
  }
}

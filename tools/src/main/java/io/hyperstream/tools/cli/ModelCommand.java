package io.hyperstream.tools.cli;

import io.hyperstream.job.exchange.ModelFiles;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.Destination;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.tools.model.ModelTopicClient;
import io.hyperstream.tools.model.StoredModel;
import io.hyperstream.tools.replay.InputFileException;
import io.hyperstream.tools.train.StrokePicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows weights, exports them from a job, and imports them into one. */
@Command(
    name = "model",
    header = "Shows, exports and imports weights.",
    description = {
      "Weights are in a safetensors file, which Python also reads, in a savepoint or",
      "checkpoint, or in the topic 'model', where a job with several learners publishes",
      "them.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  hyperstream replay book.txt --model.save book.safetensors",
      "  hyperstream model info book.safetensors",
      "  hyperstream replay more.txt --model.start file --model.file book.safetensors",
      "",
      "More on a command: 'hyperstream model COMMAND --help'."
    },
    subcommands = {
      ModelCommand.Info.class,
      ModelCommand.Export.class,
      ModelCommand.Import.class,
      ModelCommand.Draw.class
    })
final class ModelCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Which command: info, export, import or draw?");
  }

  /** Describes weights. */
  @Command(
      name = "info",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Describes weights and their network.",
      description = {"Includes statistics of each tensor.", ""},
      footer = {
        "",
        "Columns: MEAN, root mean square (RMS), MIN and MAX of the finite numbers;",
        "NAN, the number that are NaN or infinite.",
        "",
        "Examples:",
        "  hyperstream model info book.safetensors",
        "  hyperstream model info /checkpoints/JOB/chk-17 --learner 0",
        "  hyperstream model info --topic model -b kafka:9092 --json"
      })
  static final class Info implements Callable<Integer> {

    @Mixin private ModelSourceMixin source;

    @Mixin private ReportMixin output;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      output.print(spec, source.report(spec));
      return 0;
    }
  }

  /** Writes weights to a file. */
  @Command(
      name = "export",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Writes weights to a safetensors file.",
      description = {
        "Jobs can start from it (--model.start file --model.file FILE). Python reads it, too.",
        ""
      },
      footer = {
        "",
        "If a savepoint has several learners, exports their mean, weighted by updates,",
        "unless --learner names one.",
        "",
        "Examples:",
        "  hyperstream model export /savepoints/savepoint-1a2b --to book.safetensors",
        "  hyperstream model export --topic model -b kafka:9092 --to book.safetensors"
      })
  static final class Export implements Callable<Integer> {

    @Mixin private ModelSourceMixin source;

    @Option(
        names = "--to",
        paramLabel = "FILE",
        required = true,
        description = "File to write; an existing file is replaced.")
    private Path target;

    @Option(
        names = "--dtype",
        paramLabel = "TYPE",
        defaultValue = "F32",
        description = "F32 (exact) or BF16 (half the size) (default: ${DEFAULT-VALUE}).")
    private DType type;

    @Option(
        names = "--with",
        paramLabel = "GROUP",
        split = ",",
        description =
            "Groups to write besides the weights: ${COMPLETION-CANDIDATES} (default: none).")
    private Set<Group> groups = EnumSet.noneOf(Group.class);

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      Destination.require(target);
      StoredModel model = source.read(spec);
      model.requireGroups(groups);
      LearnerFile.of(model.learner(), groups, type).save(target);
      Messages.say(spec, "%s: %,d bytes".formatted(target, Files.size(target)));
      return 0;
    }
  }

  /** Writes weights to a topic. */
  @Command(
      name = "import",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Writes the weights in a safetensors file to a topic.",
      description = {
        "They become the newest model there. A job without state starts from it if it is",
        "given --model.start topic.",
        ""
      },
      footer = {
        "",
        "A missing topic is created with one partition.",
        "",
        "Example:",
        "  hyperstream model import book.safetensors --topic model -b kafka:9092"
      })
  static final class Import implements Callable<Integer> {

    @Parameters(
        paramLabel = "FILE",
        description = "A safetensors file, as 'hyperstream model export' writes it.")
    private String file;

    @Option(
        names = "--topic",
        paramLabel = "NAME",
        required = true,
        description = "Topic to write to; jobs read 'model' by default.")
    private String topic;

    @Mixin private KafkaMixin kafka;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      LearnerSnapshot model = ModelFiles.read(file, Set.of());
      NetworkWeights weights = model.weights();
      if (weights.notFinite() > 0) {
        throw new IOException(
            "%,d of the weights in %s are NaN or infinite; no job starts from them"
                .formatted(weights.notFinite(), file));
      }
      new ModelTopicClient(kafka.settings(), topic).publish(model);
      Messages.say(
          spec, "%,d parameters to the topic %s".formatted(weights.values().length, topic));
      return 0;
    }
  }

  /** Draws strokes of a pen. */
  @Command(
      name = "draw",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Draws strokes of a pen, with a network that was trained on such.",
      description = {
        "The network reads a file of strokes, and draws from there on what may follow: as many",
        "drawings as the picture has room for, each anew.",
        ""
      },
      footer = {
        "",
        "The numbers of a vector are the way of the pen to the right and down, whether it is",
        "lifted then, and, if there is a fourth one, whether the drawing ends.",
        "",
        "Example:",
        "  hyperstream model draw strokes.safetensors --after strokes.csv --to strokes.svg"
      })
  static final class Draw implements Callable<Integer> {

    @Parameters(
        paramLabel = "FILE",
        description = "A safetensors file, as 'hyperstream train --vectors' writes it.")
    private Path file;

    @Option(
        names = "--after",
        paramLabel = "CSV",
        required = true,
        description = "Strokes to read before: those drawn are of their size.")
    private Path after;

    @Option(
        names = "--to",
        paramLabel = "SVG",
        required = true,
        description = "Picture to write; an existing file is replaced.")
    private Path target;

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "1",
        description = "Another number gives other drawings (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      Destination.require(target);
      NetworkWeights weights = LearnerFile.read(file).weights();
      try {
        Files.writeString(target, StrokePicture.svg(weights, after, seed));
      } catch (IllegalArgumentException | InputFileException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
      }
      return 0;
    }
  }
}

package io.hyperstream.tools.cli;

import io.hyperstream.job.exchange.ModelFiles;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.tools.model.ModelReport;
import io.hyperstream.tools.model.ModelTopicClient;
import io.hyperstream.tools.model.StoredModel;
import java.io.IOException;
import java.io.PrintWriter;
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

/** Looks into weights, takes them out of a job, and puts them into one. */
@Command(
    name = "model",
    header = "Looks into weights, takes them out, puts them in.",
    description = {
      "Weights are a safetensors file, which Python reads as well; or in a savepoint or",
      "checkpoint; or in the topic 'model', where a job with several learners publishes",
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
      "More on one: 'hyperstream model COMMAND --help'."
    },
    subcommands = {ModelCommand.Info.class, ModelCommand.Export.class, ModelCommand.Import.class})
final class ModelCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which: info, export or import?");
  }

  /** Says what weights are like. */
  @Command(
      name = "info",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Says what network the weights are of.",
      description = {"Tells, too, what the numbers in each of its tensors are like.", ""},
      footer = {
        "",
        "Columns: MEAN, root mean square (RMS), MIN and MAX of the finite numbers;",
        "NAN, how many are NaN or infinite.",
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
      output.print(spec, ModelReport.of(source.read(spec)));
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
        "Jobs begin with it (--model.start file --model.file FILE), and Python reads it.",
        ""
      },
      footer = {
        "",
        "Of several learners in a savepoint it takes the mean, weighted by their updates,",
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
        description = "File to write; one that is there is replaced.")
    private Path target;

    @Option(
        names = "--dtype",
        paramLabel = "TYPE",
        defaultValue = "F32",
        description = "F32, exact, or BF16, half the bytes (default: ${DEFAULT-VALUE}).")
    private DType type;

    @Option(
        names = "--with",
        paramLabel = "GROUP",
        split = ",",
        description =
            "What else to write of a learner: ${COMPLETION-CANDIDATES}. Without it the weights alone.")
    private Set<Group> groups = EnumSet.noneOf(Group.class);

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      StoredModel model = source.read(spec);
      model.requireGroups(groups);
      LearnerFile.of(model.learner(), groups, type).save(target);
      say(spec, "%s: %,d bytes".formatted(target, Files.size(target)));
      return 0;
    }
  }

  /** Puts weights into a topic. */
  @Command(
      name = "import",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Puts the weights in a safetensors file into a topic.",
      description = {
        "They are the newest model there, with which a job without a state begins, if it",
        "is given --model.start topic.",
        ""
      },
      footer = {
        "",
        "A topic that is missing is created, with one partition.",
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
        description = "Topic to put them into; jobs read 'model' by default.")
    private String topic;

    @Mixin private KafkaMixin kafka;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      LearnerSnapshot model = ModelFiles.read(file, Set.of());
      NetworkWeights weights = model.weights();
      if (weights.notFinite() > 0) {
        throw new IOException(
            "%,d of the weights in %s are NaN or infinite; no job begins with them"
                .formatted(weights.notFinite(), file));
      }
      new ModelTopicClient(kafka.settings(), topic).publish(model);
      say(spec, "%,d parameters to the topic %s".formatted(weights.values().length, topic));
      return 0;
    }
  }

  private static void say(CommandSpec spec, String message) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(message);
    err.flush();
  }
}

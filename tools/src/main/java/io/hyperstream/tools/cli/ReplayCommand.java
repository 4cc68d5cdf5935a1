package io.hyperstream.tools.cli;

import io.hyperstream.job.options.OptionException;
import io.hyperstream.model.file.Destination;
import io.hyperstream.tools.image.ImageReplay;
import io.hyperstream.tools.replay.BareReplay;
import io.hyperstream.tools.replay.Injection;
import io.hyperstream.tools.replay.InputFileException;
import io.hyperstream.tools.replay.JobReplay;
import io.hyperstream.tools.replay.ProgressLine;
import io.hyperstream.tools.replay.ReplayInput;
import io.hyperstream.tools.replay.ReplayOptions;
import io.hyperstream.tools.replay.ReplayReport;
import io.hyperstream.tools.replay.VectorReplay;
import io.hyperstream.tools.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Learns files from start to end, and reports how well they were predicted. */
@Command(
    name = "replay",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Learns files to their end, and reports BPC.",
    description = {
      "Runs the whole job over files to their end, with Kafka and Flink in this process, and"
          + " reports bits per symbol (BPC, lower is better). The same files and options give the"
          + " same bits. Nothing is left behind.",
      ""
    },
    footer = {
      "",
      "Each file is a stream with its name as key; streams take turns, one record each. With"
          + " --lines the job adds a newline to each line, including the last one of a file, and"
          + " counts it. The time runs from the first record learned to the last score committed.",
      "",
      "Job options are allowed, too, such as --learn.window 32. Unlike elsewhere, the default of"
          + " --learn.max-delay is 0.",
      "",
      "Examples:",
      "  hyperstream replay book.txt",
      "  hyperstream replay --split 16 --json book.txt",
      "  hyperstream replay --lines --learn.window 32 /var/log/*.log",
      "  hyperstream replay --lines --labels labelled.log",
      "  hyperstream replay --lines --inject other.log:2000 app.log",
      "  hyperstream replay --vectors cpu.csv --scores scores.csv",
      "  hyperstream replay --images mnist --split 16 train-images-idx3-ubyte"
    })
final class ReplayCommand implements Callable<Integer> {

  private static final Pattern INJECTION = Pattern.compile("(.+):([1-9][0-9]{0,8})");

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files to learn.")
  private List<Path> files;

  @Option(
      names = "--split",
      paramLabel = "N",
      defaultValue = "1",
      description = "Cut each file into N streams of equal size, keyed NAME/0 to NAME/N-1.")
  private int split;

  @ArgGroup private FormatOptions format = new FormatOptions();

  @ArgGroup private Labels labels = new Labels();

  /** Tells which lines are anomalous; only with --lines. */
  static final class Labels {
    @Option(
        names = "--labels",
        description =
            "The first word of each line is a label, which is not learned: - for normal, anything"
                + " else for anomalous. Reports how well anomalous lines are found.")
    private boolean firstWord;

    @Option(
        names = "--inject",
        paramLabel = "FILE:N",
        description =
            "Inject a line of FILE, as an anomalous line, after each N lines of a stream. Reports"
                + " how well these lines are found.")
    private String inject;
  }

  @Option(
      names = "--vectors",
      description =
          "The file is a CSV of numbers, a line for each vector of them, which preset sensor learns"
              + " without Kafka and Flink. A first column of times is the time of each vector; an"
              + " empty field is a missing value.")
  private boolean vectors;

  @Mixin private ImageOptions images;

  @Option(
      names = "--scores",
      paramLabel = "FILE",
      description =
          "Write a line for each vector: its numbers, how much of a new anomaly it is"
              + " (anomaly_score), its bits, its surprise, and by which number. Only with"
              + " --vectors.")
  private Path scores;

  @Option(
      names = "--bare",
      description = "Run the same learner over the same records without Kafka and Flink.")
  private boolean bare;

  @Mixin private ReportMixin output;

  @Mixin private JobOptionsMixin jobOptions;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    Ranges.require(spec, "--split", split, 1, Ranges.MAX_SPLIT);
    format.requireSize(spec);
    requireVectorOptions();
    if (images.isGiven()) {
      output.print(spec, imageReplay());
      return CommandLine.ExitCode.OK;
    }
    Report report;
    try (Unfinished unfinished = new Unfinished(err)) {
      report = vectors ? new VectorReplay(files.get(0), scores).run() : replay(err);
    } catch (InputFileException e) {
      err.println("Error: " + e.getMessage());
      err.flush();
      return CommandLine.ExitCode.USAGE;
    }
    output.print(spec, report);
    return CommandLine.ExitCode.OK;
  }

  private void requireVectorOptions() throws IOException {
    if (!vectors && scores != null) {
      throw new ParameterException(
          spec.commandLine(), "--scores is for vectors; give --vectors too");
    }
    boolean text = split > 1 || format.lines || labels.firstWord || labels.inject != null;
    if (vectors && (text || files.size() > 1 || !jobOptions.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(),
          "--vectors learns one file as one stream, by preset sensor as it is; give one file, and"
              + " of the other options only --scores, --bare and --json");
    }
    if (scores != null) {
      Destination.require(scores);
      if (Files.exists(scores) && Files.isSameFile(scores, files.get(0))) {
        throw new ParameterException(
            spec.commandLine(), "--scores would replace the file to learn; name another one");
      }
    }
  }

  private Report imageReplay() throws IOException {
    boolean text = vectors || bare || format.lines || labels.firstWord || labels.inject != null;
    if (text || !jobOptions.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--images learns images without Kafka and Flink; give files, and of the other options"
              + " only --split and --json");
    }
    return new ImageReplay(files, images.network, split).run();
  }

  private ReplayInput input() throws InputFileException {
    if (!format.lines) {
      if (labels.firstWord || labels.inject != null) {
        throw new ParameterException(
            spec.commandLine(), "--labels and --inject are for lines; give --lines too");
      }
      return ReplayInput.chunks(files, split, format.chunkBytes);
    }
    if (labels.firstWord) {
      return ReplayInput.labelledLines(files, split);
    }
    if (labels.inject != null) {
      return ReplayInput.injectedLines(files, split, injection());
    }
    return ReplayInput.lines(files, split);
  }

  private Injection injection() throws InputFileException {
    Matcher matcher = INJECTION.matcher(labels.inject);
    if (!matcher.matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "--inject must be a file, a colon and a number of lines, such as other.log:2000, but is '%s'"
              .formatted(labels.inject));
    }
    return Injection.of(Path.of(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  private ReplayReport replay(PrintWriter err) throws Exception {
    ReplayInput input = input();
    try (ProgressLine progress = ProgressLine.on(err)) {
      ReplayOptions options = new ReplayOptions(jobOptions.load(), input);
      return bare
          ? new BareReplay(input, options, progress).run()
          : new JobReplay(input, options, progress).run();
    } catch (OptionException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}

package io.hyperstream.tools.cli;

import io.hyperstream.job.options.OptionException;
import io.hyperstream.model.conv.Architecture;
import io.hyperstream.model.net.Dropout;
import io.hyperstream.tools.image.ImageTrainReport;
import io.hyperstream.tools.image.ImageTraining;
import io.hyperstream.tools.lifecycle.Teardown;
import io.hyperstream.tools.replay.InputFileException;
import io.hyperstream.tools.replay.ProgressLine;
import io.hyperstream.tools.train.Length;
import io.hyperstream.tools.train.TrainReport;
import io.hyperstream.tools.train.Training;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a network on files, by passes over them. */
@Command(
    name = "train",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Trains a network by passes over files, for jobs to start from.",
    description = {
      "Reads the files again and again until another text, which is not learned, gets no better."
          + " Keeps the best model, and a picture of the way there beside it (MODEL.svg).",
      ""
    },
    footer = {
      "",
      "Ctrl-C or a kill loses little: the same command goes on from the file MODEL.training. The"
          + " same files, options and number of threads give the same model, on the same back end.",
      "",
      "Of the job options those of the network and of the learner apply, such as --learn.preset"
          + " ptb.",
      "",
      "Examples:",
      "  hyperstream train books/*.txt --valid other.txt --to books.safetensors",
      "  hyperstream replay new.txt --model.start file --model.file books.safetensors",
      "  hyperstream train train.txt --valid valid.txt --test test.txt --to ptb.safetensors \\",
      "    --learn.preset ptb --weight-drop 0.2",
      "  hyperstream train --vectors strokes.csv --vector.binary 1 --valid more.csv \\",
      "    --to strokes.safetensors",
      "  hyperstream train --images mnist train-images-idx3-ubyte --valid t10k-images-idx3-ubyte"
          + " \\",
      "    --to digits.safetensors"
    })
final class TrainCommand implements Callable<Integer> {

  private static final int MAX_PASSES = 100_000;
  private static final int IMAGE_PASSES = 20;
  private static final int MAX_SECONDS = 1_000_000_000;

  /** A step of a large network takes seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files to learn, one after the other.")
  private List<Path> files;

  @Option(
      names = "--valid",
      paramLabel = "FILE",
      required = true,
      description = "Text that is measured to decide when to end, and never learned.")
  private Path valid;

  @Option(
      names = "--to",
      paramLabel = "MODEL",
      required = true,
      description = "File to write; one that is there already is not replaced.")
  private Path model;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "Text to measure with the best model in the end, whole and frozen.")
  private Path test;

  @Option(
      names = "--passes",
      paramLabel = "N",
      description =
          "Maximum number of passes, over which the rate falls (default: 20, of images too).")
  private Integer passes;

  @Option(
      names = "--within",
      paramLabel = "SECONDS",
      description =
          "Learn for so long instead; the rate falls until then. How many passes that makes depends"
              + " on the machine.")
  private Double seconds;

  @Option(
      names = "--check-every",
      paramLabel = "SYMBOLS",
      description =
          "How many symbols are learned from one check of the validation text to the next (default:"
              + " 2500000, but no more than a pass).")
  private Long checkEvery;

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description =
          "Share of inputs, outputs and candidates that is dropped in each step (default: the"
              + " preset's; 0 for those that are made for streams).")
  private Double dropout;

  @Option(
      names = "--weight-drop",
      paramLabel = "SHARE",
      description = "Share of the recurrent weights that is dropped in each step (default: 0).")
  private Double weightDrop;

  @Option(
      names = "--vectors",
      description =
          "The files are CSV of numbers, a line for each vector of them, as for replay. The last"
              + " --vector.binary of them are 0 or 1.")
  private boolean vectors;

  @Mixin private ImageOptions images;

  @Option(
      names = "--plain",
      description = "Learn kernels as they are, without a hypernetwork. Only with --images.")
  private boolean plain;

  @Option(
      names = "--channels",
      paramLabel = "SETS",
      split = ",",
      converter = Converters.ToChannels.class,
      description =
          "Sets of channels, such as 0,1,0+1; each image that is learned keeps one of them, drawn"
              + " anew in each pass. Only with --images.")
  private List<BitSet> channels = List.of();

  @Option(
      names = "--valid-channels",
      paramLabel = "SETS",
      split = ",",
      converter = Converters.ToChannels.class,
      description = "Sets of channels to measure in the end, each by itself. Only with --images.")
  private List<BitSet> validChannels = List.of();

  @Mixin private ReportMixin output;

  @Mixin private JobOptionsMixin jobOptions;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    requireLength();
    Ranges.requireShare(spec, "--dropout", dropout, Dropout.MAX);
    Ranges.requireShare(spec, "--weight-drop", weightDrop, Dropout.MAX);
    requireImageOptions();
    PrintWriter err = spec.commandLine().getErr();
    if (images.isGiven()) {
      return trainImages();
    }
    Optional<TrainReport> report;
    try (Teardown teardown = new Teardown(PATIENCE);
        ProgressLine progress = ProgressLine.on(err)) {
      report =
          training()
              .run(
                  progress,
                  line -> {
                    progress.clear();
                    Messages.say(spec, line);
                  },
                  teardown::isStopRequested);
    }
    report.ifPresent(result -> output.print(spec, result));
    return report.isPresent() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void requireLength() {
    if (passes != null) {
      Ranges.require(spec, "--passes", passes, 1, MAX_PASSES);
    }
    if (seconds != null && !(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw new ParameterException(
          spec.commandLine(),
          "--within must be more than 0 and at most %,d seconds, but is %s"
              .formatted(MAX_SECONDS, seconds));
    }
    if (seconds != null && passes != null) {
      throw new ParameterException(
          spec.commandLine(), "--passes and --within exclude each other; give one of them");
    }
    if (checkEvery != null && checkEvery < 1) {
      throw new ParameterException(
          spec.commandLine(), "--check-every must be at least 1, but is " + checkEvery);
    }
  }

  private void requireImageOptions() {
    boolean ofImages = plain || !channels.isEmpty() || !validChannels.isEmpty();
    if (ofImages && !images.isGiven()) {
      throw new ParameterException(
          spec.commandLine(),
          "--plain, --channels and --valid-channels are for images; give --images too");
    }
    boolean text =
        vectors
            || test != null
            || dropout != null
            || weightDrop != null
            || seconds != null
            || checkEvery != null;
    if (images.isGiven() && (text || !jobOptions.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(),
          "With --images, of the other options only --valid, --to, --passes, --plain, --channels,"
              + " --valid-channels and --json apply");
    }
  }

  private int trainImages() throws Exception {
    boolean generated = !plain && images.network != Architecture.LOGISTIC;
    ImageTraining training =
        new ImageTraining(
            files,
            valid,
            model,
            images.network,
            generated,
            passes == null ? IMAGE_PASSES : passes,
            channels,
            validChannels);
    Optional<ImageTrainReport> report;
    try (Teardown teardown = new Teardown(PATIENCE)) {
      report = training.run(line -> Messages.say(spec, line), teardown::isStopRequested);
    }
    report.ifPresent(result -> output.print(spec, result));
    return report.isPresent() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private Training training() throws Exception {
    try {
      return new Training(
          files,
          vectors,
          valid,
          test,
          model,
          jobOptions.load(),
          new Length(passes, seconds, checkEvery),
          dropout,
          weightDrop);
    } catch (OptionException | InputFileException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}

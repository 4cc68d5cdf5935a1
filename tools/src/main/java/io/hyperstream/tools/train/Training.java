package io.hyperstream.tools.train;

import io.hyperstream.job.options.OptionException;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Preset;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.context.ContextCounts;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.Destination;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.Dropout;
import io.hyperstream.model.observation.ByteObservations;
import io.hyperstream.model.start.ContextLesson;
import io.hyperstream.model.train.Evaluation;
import io.hyperstream.model.train.Trainer;
import io.hyperstream.model.train.TrainingState.Check;
import io.hyperstream.tools.lifecycle.LockFile;
import io.hyperstream.tools.replay.InputFileException;
import io.hyperstream.tools.replay.ProgressLine;
import io.hyperstream.tools.report.Wording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;

/** Trains a network on files, keeps the best model in a file, and what to go on from beside it. */
public final class Training {

  /** Digits of a file's hash in the provenance. */
  private static final int HASH_DIGITS = 16;

  /** Of the validation text, to learn what to make of contexts. */
  private static final int LESSON_BYTES = 100_000;

  private final List<Path> files;
  private final Path model;
  private final TrainOptions options;
  private final TrainingFile state;
  private final TrainingData text;
  private final TrainingData valid;
  private final TrainingData test;

  /**
   * @param files the text to learn, one file after the other
   * @param vectors whether the files are CSV of numbers
   * @param valid the text that decides when to end
   * @param test a text to measure at the end, or null
   * @param model the file to write
   * @param given the job's options
   * @param length how long to train
   * @param dropout share of inputs, outputs and candidates, null for the preset's
   * @param weightDrop share of the recurrent weights, null for the preset's
   * @throws OptionException if an option is invalid
   * @throws IOException if a file cannot be read or the model cannot be written
   * @throws InputFileException if a line is no vector
   */
  public Training(
      List<Path> files,
      boolean vectors,
      Path valid,
      Path test,
      Path model,
      Configuration given,
      Length length,
      Double dropout,
      Double weightDrop)
      throws IOException, InputFileException {
    this.files = files;
    this.model = model;
    this.state = new TrainingFile(model);
    Destination.require(model);
    for (Path file : files) {
      if (Files.isRegularFile(file)
          && Files.isRegularFile(valid)
          && Files.mismatch(file, valid) < 0) {
        throw new IOException(
            "%s is learned, and so cannot decide when to end; give another validation text"
                .formatted(file));
      }
    }
    this.text = read("the text to learn", files, vectors, given);
    this.valid = read(valid.toString(), List.of(valid), vectors, given);
    this.test = test == null ? null : read(test.toString(), List.of(test), vectors, given);
    requireLike(valid, this.valid);
    requireLike(test, this.test);
    this.options = new TrainOptions(given, text.vectors(), length, dropout, weightDrop);
  }

  private static TrainingData read(
      String name, List<Path> files, boolean vectors, Configuration given)
      throws IOException, InputFileException {
    return vectors
        ? TrainingData.ofVectors(name, files, TrainOptions.binary(given))
        : TrainingData.ofText(name, files);
  }

  private void requireLike(Path file, TrainingData measured) throws InputFileException {
    if (measured != null && text.vectors() != null && !measured.vectors().isLike(text.vectors())) {
      throw new InputFileException(file, "does not have the same numbers as what is learned");
    }
  }

  /** What decides the result to the last bit, but for the back end. */
  private String identity() {
    return "%s; text %s; validation %s".formatted(options.config(), text.hash(), valid.hash());
  }

  /** Hears of what happens. */
  public interface Log {
    void say(String line);
  }

  /**
   * Trains to the end.
   *
   * @param stopped whether to stop now
   * @return nothing if it was stopped before: the next run goes on
   */
  public Optional<TrainReport> run(ProgressLine progress, Log log, BooleanSupplier stopped)
      throws IOException {
    TrainReport trained;
    try (LockFile lock = state.lock();
        Trainer trainer =
            new Trainer(
                options.config(), options.target(), text.observations(), valid.observations())) {
      begin(trainer, log);
      if (options.config().seconds() > 0) {
        progress.beginFor(options.config().seconds() - trainer.seconds());
      } else {
        progress.begin(trainer.symbolsLeft());
      }
      long before = trainer.symbols();
      while (!trainer.isDone()) {
        long earlier = trainer.symbols();
        Check check =
            trainer.stage(
                (symbols, bits) -> {
                  long all = earlier - before + symbols;
                  progress.show(all, bits / symbols * all);
                  return !stopped.getAsBoolean();
                });
        if (check == null) {
          log.say("Stopped after %s; the same command goes on from there".formatted(done(trainer)));
          return Optional.empty();
        }
        keep(trainer);
        log.say(line(check, (check.symbols() - earlier) / check.seconds(), trainer.isBest()));
      }
      trained = report(trainer);
    }
    addContexts(log);
    TrainReport report = trained.withTestBits(testBits());
    Files.writeString(model.resolveSibling(model.getFileName() + ".svg"), report.plot());
    state.delete();
    return Optional.of(report);
  }

  /** Goes on from where an earlier run was stopped, if there was one. */
  private void begin(Trainer trainer, Log log) throws IOException {
    if (state.exists()) {
      trainer.restore(state.read(identity()));
      log.say("Goes on from %s, after %s".formatted(state.path(), done(trainer)));
    } else if (Files.exists(model)) {
      throw new IOException(
          "%s is there already, and there is no %s of a training that goes on; delete it to train anew, or write to another file"
              .formatted(model, state.path().getFileName()));
    }
  }

  /** Writes the model if it is the best so far, and what to go on from. */
  private void keep(Trainer trainer) throws IOException {
    if (trainer.isBest()) {
      LearnerFile.of(model(trainer), Set.of(Group.OPTIMISER), DType.F32).save(model);
    }
    state.write(identity(), trainer.state());
  }

  private static String line(Check check, double symbolsPerSecond, boolean best) {
    return Wording.of(
        "pass %5.2f  train %.4f  valid %.4f  %,.0f symbols/s%s",
        check.pass(),
        check.trainBits(),
        check.validBits(),
        symbolsPerSecond,
        best ? "" : "  no better");
  }

  private TrainReport report(Trainer trainer) {
    return new TrainReport(
        model.toString(),
        options.preset(),
        trainer.backend(),
        trainer.model().weights().values().length,
        trainer.checks(),
        trainer.bestCheck(),
        null);
  }

  private static String done(Trainer trainer) {
    return trainer.stages() == 0
        ? "nothing"
        : Wording.of("%.2f passes", trainer.checks().get(trainer.stages() - 1).pass());
  }

  /**
   * The best model. A stream makes steps of one window, whose gradients are those of fewer symbols
   * and so larger: the squares are as it will see them.
   */
  private LearnerSnapshot model(Trainer trainer) {
    Check check = trainer.bestCheck();
    String names =
        files.stream().map(file -> file.getFileName().toString()).collect(Collectors.joining(", "));
    String data =
        Wording.of(
            "%s (sha256 %s, %,d bytes), %.2f passes, %.4f bits a symbol on the validation text",
            names,
            text.hash().substring(0, HASH_DIGITS),
            text.bytes(),
            check.pass(),
            check.validBits());
    LearnerConfig training = options.config().learner();
    int window = Preset.of(options.preset()).config(training.seed()).window();
    double factor = (double) training.window() * training.batch() / window;
    return trainer
        .model()
        .withSquares(factor)
        .from(Provenance.ofSeed(training.seed()).with(options.preset(), data));
  }

  /** Adds to the model what its text says of contexts, for jobs with the same options. */
  private void addContexts(Log log) throws IOException {
    LearnerConfig job = options.job();
    if (!job.context().isOn() || !job.context().shared()) {
      return;
    }
    log.say("Counts contexts");
    LearnerSnapshot best = LearnerFile.read(model);
    ContextLesson lesson =
        new ContextLesson(job, options.target(), best, ContextCounts.of(List.of(bytes(text))));
    byte[] beginning = bytes(valid);
    lesson.read(Arrays.copyOf(beginning, Math.min(beginning.length, LESSON_BYTES)));
    LearnerSnapshot whole = best.with(lesson.start());
    LearnerFile.of(whole, Set.of(Group.OPTIMISER, Group.START), DType.F32).save(model);
  }

  private static byte[] bytes(TrainingData text) {
    return ((ByteObservations) text.observations()).values();
  }

  private Double testBits() throws IOException {
    if (test == null) {
      return null;
    }
    LearnerSnapshot best = LearnerFile.read(model);
    try (Learner learner =
        Learner.create(options.config().withDropout(Dropout.NONE).learner(), options.target())) {
      learner.startFrom(best.weights());
      return new Evaluation(learner).whole(test.observations());
    }
  }
}

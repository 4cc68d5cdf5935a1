package io.hyperstream.tools.train;

import io.hyperstream.job.options.OptionException;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Preset;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.Destination;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.Dropout;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.train.Evaluation;
import io.hyperstream.model.train.Trainer;
import io.hyperstream.model.train.TrainingState.Check;
import io.hyperstream.tools.lifecycle.LockFile;
import io.hyperstream.tools.replay.ProgressLine;
import io.hyperstream.tools.report.Wording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
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

  /** Of all files together: a text is an array, which is copied once. */
  private static final int MAX_BYTES = 1 << 30;

  private final List<Path> files;
  private final Path model;
  private final TrainOptions options;
  private final TrainingFile state;
  private final byte[] text;
  private final byte[] valid;
  private final byte[] test;

  /**
   * @param files the text to learn, one file after the other
   * @param valid the text that decides when to end
   * @param test a text to measure at the end, or null
   * @param model the file to write
   * @param given the job's options
   * @param length how long to train
   * @param dropout share of inputs, outputs and candidates, null for the preset's
   * @param weightDrop share of the recurrent weights, null for the preset's
   * @throws OptionException if an option is invalid
   * @throws IOException if a file cannot be read or the model cannot be written
   */
  public Training(
      List<Path> files,
      Path valid,
      Path test,
      Path model,
      Configuration given,
      Length length,
      Double dropout,
      Double weightDrop)
      throws IOException {
    this.files = files;
    this.model = model;
    this.options = new TrainOptions(given, length, dropout, weightDrop);
    this.state = new TrainingFile(model);
    Destination.require(model);
    this.valid = notEmpty(read(valid), valid.toString());
    this.test = test == null ? null : notEmpty(read(test), test.toString());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : files) {
      byte[] part = read(file);
      if (Arrays.equals(part, this.valid)) {
        throw new IOException(
            "%s is learned, and so cannot decide when to end; give another validation text"
                .formatted(file));
      }
      if (all.size() + (long) part.length > MAX_BYTES) {
        throw new IOException(
            "the text to learn has more than %,d bytes; give less of it".formatted(MAX_BYTES));
      }
      all.write(part);
    }
    this.text = notEmpty(all.toByteArray(), "the text to learn");
  }

  private static byte[] read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("%s is a folder; name files".formatted(file));
    }
    if (!Files.exists(file)) {
      throw new IOException("There is no file %s".formatted(file));
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(
          "%s has more than %,d bytes; give less of it".formatted(file, MAX_BYTES));
    }
    return Files.readAllBytes(file);
  }

  private static byte[] notEmpty(byte[] text, String name) throws IOException {
    if (text.length == 0) {
      throw new IOException(name + " is empty");
    }
    return text;
  }

  /** What decides the result to the last bit, but for the back end. */
  private String identity() {
    return "%s; text %s; validation %s".formatted(options.config(), hash(text), hash(valid));
  }

  private static String hash(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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
    Check best;
    List<Check> checks;
    String backend;
    int parameters;
    try (LockFile lock = state.lock();
        Trainer trainer =
            new Trainer(
                options.config(),
                options.target(),
                Observations.ofBytes(text),
                Observations.ofBytes(valid))) {
      if (state.exists()) {
        trainer.restore(state.read(identity()));
        log.say("Goes on from %s, after %s".formatted(state.path(), done(trainer)));
      } else if (Files.exists(model)) {
        throw new IOException(
            "%s is there already, and there is no %s of a training that goes on; delete it to train anew, or write to another file"
                .formatted(model, state.path().getFileName()));
      }
      if (options.config().seconds() > 0) {
        progress.beginFor(options.config().seconds() - trainer.seconds());
      } else {
        progress.begin(trainer.symbolsLeft());
      }
      long before = trainer.symbols();
      while (!trainer.isDone()) {
        long earlier = trainer.symbols() - before;
        Check check =
            trainer.stage(
                (symbols, bits) -> {
                  progress.show(earlier + symbols, bits / symbols * (earlier + symbols));
                  return !stopped.getAsBoolean();
                });
        if (check == null) {
          log.say("Stopped after %s; the same command goes on from there".formatted(done(trainer)));
          return Optional.empty();
        }
        if (trainer.isBest()) {
          LearnerFile.of(model(trainer), Set.of(Group.OPTIMISER), DType.F32).save(model);
        }
        state.write(identity(), trainer.state());
        log.say(
            Wording.of(
                "pass %5.2f  train %.4f  valid %.4f  %,.0f symbols/s%s",
                check.pass(),
                check.trainBits(),
                check.validBits(),
                (check.symbols() - earlier - before) / check.seconds(),
                trainer.isBest() ? "" : "  no better"));
      }
      best = trainer.bestCheck();
      checks = trainer.checks();
      backend = trainer.backend();
      parameters = trainer.model().weights().values().length;
    }
    TrainReport report =
        new TrainReport(
            model.toString(), options.preset(), backend, parameters, checks, best, testBits());
    Files.writeString(model.resolveSibling(model.getFileName() + ".svg"), report.plot());
    state.delete();
    return Optional.of(report);
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
            hash(text).substring(0, HASH_DIGITS),
            text.length,
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

  private Double testBits() throws IOException {
    if (test == null) {
      return null;
    }
    LearnerSnapshot best = LearnerFile.read(model);
    try (Learner learner =
        Learner.create(options.config().withDropout(Dropout.NONE).learner(), options.target())) {
      learner.startFrom(best.weights());
      return new Evaluation(learner).whole(Observations.ofBytes(test));
    }
  }
}

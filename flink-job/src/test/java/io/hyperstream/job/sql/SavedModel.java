package io.hyperstream.job.sql;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Preset;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.observation.Observations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A small model in a file that has learned some records, and the bits that it gives others. */
final class SavedModel {

  private static final ComputeTarget TARGET = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1);

  final Path file;
  private final NetworkWeights weights;

  private SavedModel(Path file, LearnerConfig config, Observations learned) throws IOException {
    this.file = file;
    try (Learner learner = Learner.create(config, TARGET)) {
      Batch batch = new Batch(config);
      StreamState state = new StreamState(config.network());
      int window = config.window();
      for (int from = 0; from + window <= learned.size(); from += window) {
        batch.add(state, learned, from, window);
        learner.step(batch);
        batch.clear();
      }
      weights = learner.networkWeights();
    }
    LearnerSnapshot snapshot = LearnerSnapshot.of(weights, Provenance.UNKNOWN);
    LearnerFile.of(snapshot, Set.of(), DType.F32).save(file);
  }

  /** Learns lines and writes what is learned into a file. */
  static SavedModel ofLines(Path file, List<String> lines) throws IOException {
    return new SavedModel(
        file, Preset.FAST.config(1), observations(String.join("\n", lines) + "\n"));
  }

  /**
   * The same of vectors.
   *
   * @param timed whether the last number of each is its time
   */
  static SavedModel ofVectors(Path file, boolean timed, List<double[]> vectors) throws IOException {
    LearnerConfig preset = Preset.SENSOR.config(1);
    int width = vectors.get(0).length;
    DensityConfig density = new DensityConfig(width - (timed ? 1 : 0), 0, 2, true, true, timed);
    LearnerConfig config =
        new LearnerConfig(
            preset.network().withDensity(density),
            preset.adam(),
            preset.rehearsal(),
            preset.context(),
            preset.window(),
            1,
            1);
    double[] all = vectors.stream().flatMapToDouble(Arrays::stream).toArray();
    return new SavedModel(file, config, Observations.ofVectors(width, all));
  }

  private static Observations observations(String text) {
    return Observations.ofBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bits of each line by {@link Learner#score}, all of one stream. */
  List<Double> bitsOfLines(List<String> lines) {
    return bits(lines.stream().map(line -> observations(line + "\n")).toList());
  }

  /** The same of vectors, with their times if they have some. */
  List<Double> bitsOfVectors(List<double[]> vectors) {
    return bits(
        vectors.stream()
            .<Observations>map(vector -> Observations.ofVectors(vector.length, vector))
            .toList());
  }

  private List<Double> bits(List<Observations> records) {
    List<Double> bits = new ArrayList<>();
    try (Learner learner = Learner.create(FrozenModel.config(weights.network()), TARGET)) {
      learner.startFrom(weights);
      Batch batch = new Batch(learner.config());
      StreamState state = new StreamState(weights.network());
      int window = learner.config().window();
      for (Observations record : records) {
        double sum = 0;
        for (int from = 0; from < record.size(); from += window) {
          batch.add(state, record, from, Math.min(window, record.size() - from));
          sum += learner.score(batch).totalBits();
          batch.clear();
        }
        bits.add(sum);
      }
    }
    return bits;
  }
}

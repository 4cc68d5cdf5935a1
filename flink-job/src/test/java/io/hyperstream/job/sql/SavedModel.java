package io.hyperstream.job.sql;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Preset;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.StreamState;
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
import java.util.List;
import java.util.Set;

/** A small model in a file that has learned some lines, and the bits that it gives lines itself. */
final class SavedModel {

  private static final ComputeTarget TARGET = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1);

  final Path file;
  private final NetworkWeights weights;

  /** Learns the lines and writes what is learned into a file. */
  SavedModel(Path file, List<String> lines) throws IOException {
    this.file = file;
    byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    try (Learner learner = Learner.create(Preset.FAST.config(1), TARGET)) {
      Batch batch = new Batch(learner.config());
      StreamState state = new StreamState(learner.config().network());
      int window = learner.config().window();
      for (int from = 0; from + window <= text.length; from += window) {
        batch.add(state, Observations.ofBytes(text), from, window);
        learner.step(batch);
        batch.clear();
      }
      weights = learner.networkWeights();
    }
    LearnerSnapshot learned = LearnerSnapshot.of(weights, Provenance.UNKNOWN);
    LearnerFile.of(learned, Set.of(), DType.F32).save(file);
  }

  /** The bits of each line by {@link Learner#score}, all of one stream. */
  List<Double> bits(List<String> lines) {
    List<Double> bits = new ArrayList<>();
    try (Learner learner = Learner.create(FrozenModel.config(weights.network()), TARGET)) {
      learner.startFrom(weights);
      Batch batch = new Batch(learner.config());
      StreamState state = new StreamState(weights.network());
      int window = learner.config().window();
      for (String line : lines) {
        byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
        double sum = 0;
        for (int from = 0; from < text.length; from += window) {
          int length = Math.min(window, text.length - from);
          batch.add(state, Observations.ofBytes(text), from, length);
          sum += learner.score(batch).totalBits();
          batch.clear();
        }
        bits.add(sum);
      }
    }
    return bits;
  }
}

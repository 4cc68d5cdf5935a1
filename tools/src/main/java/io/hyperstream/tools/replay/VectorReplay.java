package io.hyperstream.tools.replay;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.StepResult;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.anomaly.UsualVectors;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.observation.Observations;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Learns a file of vectors as one stream, from a cold start and in one pass: each vector is scored
 * before it is learned. Without Kafka and Flink.
 */
public final class VectorReplay {

  private static final long SEED = 1;

  /** One compute thread gives the same bits on every machine. */
  private static final ComputeTarget TARGET = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1);

  private final Path file;

  /** Null for none. */
  private final Path scores;

  private VectorFile vectors;
  private UsualVectors usual;
  private double bits;

  /**
   * @param scores where to write a line for each vector; null for nowhere
   */
  public VectorReplay(Path file, Path scores) {
    this.file = file;
    this.scores = scores;
  }

  /** Replays the whole file. */
  public VectorReport run() throws IOException, InputFileException {
    vectors = VectorFile.read(file);
    usual = UsualVectors.alone(vectors.dimension());
    LearnerConfig config = config(vectors);
    long start = System.nanoTime();
    try (Learner learner = Learner.create(config, TARGET);
        BufferedWriter out = scores == null ? null : Files.newBufferedWriter(scores)) {
      if (out != null) {
        out.write(header());
      }
      learn(learner, out);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new VectorReport(
        file.toString(), vectors.dimension(), vectors.size(), bits, bits / vectors.size(), seconds);
  }

  private static LearnerConfig config(VectorFile vectors) {
    LearnerConfig sensor = Preset.SENSOR.config(SEED);
    DensityConfig density =
        new DensityConfig(
            vectors.dimension(),
            0,
            sensor.network().density().components(),
            true,
            true,
            vectors.hasTimes());
    return new LearnerConfig(
        sensor.network().withDensity(density),
        sensor.adam(),
        sensor.rehearsal(),
        sensor.window(),
        1,
        SEED);
  }

  private void learn(Learner learner, BufferedWriter out) throws IOException {
    Batch batch = new Batch(learner.config());
    StreamState state = new StreamState(learner.config().network());
    Observations all = vectors.observations();
    int window = learner.config().window();
    for (int from = 0; from < vectors.size(); from += window) {
      int length = Math.min(window, vectors.size() - from);
      batch.clear();
      batch.add(state, all, from, length);
      StepResult result = learner.step(batch);
      bits += result.totalBits();
      for (int t = 0; t < length; t++) {
        judge(result, t, from + t);
        if (out != null) {
          out.write(line(from + t, result.bits(0, t)));
        }
      }
    }
  }

  private void judge(StepResult result, int t, int index) {
    usual.begin(vectors.time(index));
    for (int d = 0; d < vectors.dimension(); d++) {
      float tail = result.tailBits(0, t, d);
      if (!Float.isNaN(tail)) {
        usual.add(d, tail, result.deviation(0, t, d));
      }
    }
    usual.end();
  }

  private String header() {
    return (vectors.hasTimes() ? "timestamp," : "")
        + String.join(",", vectors.names())
        + ",anomaly_score,bits,surprise,by\n";
  }

  private String line(int index, float ownBits) {
    StringBuilder line = new StringBuilder();
    if (vectors.hasTimes()) {
      line.append(vectors.times().get(index)).append(',');
    }
    for (int d = 0; d < vectors.dimension(); d++) {
      double value = vectors.numbers()[index * vectors.width() + d];
      line.append(Double.isNaN(value) ? "" : Double.toString(value)).append(',');
    }
    return line.append(
            String.format(
                Locale.ROOT,
                "%.4f,%.3f,%.1f,%s%n",
                usual.newEvidence(),
                ownBits,
                usual.surprise(),
                vectors.names().get(usual.worst())))
        .toString();
  }
}

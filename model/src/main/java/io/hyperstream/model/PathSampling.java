package io.hyperstream.model;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.density.Mixture;
import io.hyperstream.model.density.Standardiser;
import io.hyperstream.model.net.Network;
import io.hyperstream.model.numeric.SplitMix64;
import java.util.Arrays;

/** Draws ways in which a stream of vectors may go on, side by side, one observation at a time. */
final class PathSampling {

  private final Network network;
  private final DensityConfig config;
  private final int maxWindows;

  PathSampling(Network network, LearnerConfig config) {
    this.network = network;
    this.config = config.network().density();
    this.maxWindows = config.maxWindows();
  }

  /** As {@link Learner#samplePaths}. */
  double[][][] paths(StreamState state, int steps, int paths, long seed) {
    double[][][] all = new double[paths][steps][];
    SplitMix64 random = new SplitMix64(seed);
    for (int from = 0; from < paths; from += maxWindows) {
      draw(state, Arrays.copyOfRange(all, from, Math.min(paths, from + maxWindows)), random);
    }
    return all;
  }

  private void draw(StreamState state, double[][][] paths, SplitMix64 random) {
    int count = paths.length;
    int[] lengths = new int[count];
    Arrays.fill(lengths, 1);
    network.begin(lengths, count);
    Standardiser[] scales = new Standardiser[count];
    for (int p = 0; p < count; p++) {
      scales[p] = state.standardiser().copy();
      network.setState(p, state.values());
    }
    double[] example = new double[config.exampleSize()];
    double[] observation = new double[config.width()];
    float[] outputs = new float[config.outputs()];
    Mixture mixture = new Mixture(config);
    for (int t = 0; t < paths[0].length; t++) {
      if (t > 0) {
        network.keepStates();
      }
      for (int p = 0; p < count; p++) {
        scales[p].writeInputs(scales[p].nextTime(), example, 0);
        network.setExample(p, 0, example, 0, 0);
      }
      network.forward();
      network.fetchLogits();
      network.awaitLogits();
      for (int p = 0; p < count; p++) {
        scales[p].writeInputs(scales[p].nextTime(), example, 0);
        network.getLogits(p, 0, outputs, 0);
        mixture.set(outputs, 0, example, config.inputs() + config.dimension());
        mixture.sample(random, observation);
        for (int d = 0; d < config.continuous(); d++) {
          observation[d] = scales[p].fromStandard(d, observation[d]);
        }
        if (config.time()) {
          observation[config.dimension()] = scales[p].nextTime();
        }
        scales[p].advance(observation, 0);
        paths[p][t] = Arrays.copyOf(observation, config.dimension());
      }
    }
  }
}

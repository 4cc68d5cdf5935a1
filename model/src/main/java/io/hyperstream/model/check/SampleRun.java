package io.hyperstream.model.check;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.net.Network;
import io.hyperstream.model.optim.Adam;
import java.util.Arrays;

/** Runs a sample on kernels, stage by stage or as a whole. */
public final class SampleRun {

  private static final double LN_2 = Math.log(2);

  /** In the second update the moments are not zero. */
  static final int UPDATES = 2;

  private final Sample sample;
  private final Network network;
  private final Adam adam;
  private final Kernels kernels;
  private final int windows;
  private final float[][] initialStates;

  public SampleRun(Sample sample, Kernels kernels) {
    this.sample = sample;
    this.kernels = kernels;
    this.windows = sample.count();
    this.initialStates =
        Arrays.stream(sample.states()).map(SampleRun::floats).toArray(float[][]::new);
    this.network =
        Network.create(sample.network(), sample.masks(), kernels, windows, sample.length(0));
    this.adam =
        new Adam(sample.adam(), network.layout(), kernels, network.weights(), network.gradients());
    start();
  }

  /** Sets the weights to those of the sample. */
  private void start() {
    network.weights().set(floats(sample.weights()));
  }

  /**
   * The result of the sample. It runs twice, and the second run counts: a back end may record the
   * first run, and replay it from then on.
   */
  public Outcome outcome() {
    for (int i = 0; i < 2; i++) {
      forward();
      loss();
      backward();
      gradients();
    }
    double[] gradient = doubles(network.gradients().toArray());
    return new Outcome(totalLoss(), states(), gradient, stateGradients());
  }

  /** Uploads the sample, and runs the network. */
  public void forward() {
    int[] lengths = new int[windows];
    Arrays.setAll(lengths, sample::length);
    network.begin(lengths, windows);
    for (int w = 0; w < windows; w++) {
      network.setState(w, initialStates[w]);
      for (int t = 0; t < lengths[w]; t++) {
        set(w, t);
      }
    }
    network.drop(0);
    network.forward();
  }

  private void set(int w, int t) {
    float scale = sample.scales()[w];
    if (sample.examples() == null) {
      int[] symbols = sample.windows()[w];
      network.setSymbol(w, t, symbols[t], symbols[t + 1], scale);
    } else {
      network.setExample(w, t, sample.examples()[w][t], 0, scale);
    }
  }

  /** Computes the loss, after {@link #forward}. */
  public void loss() {
    network.loss();
  }

  /** Goes back through the windows, after {@link #loss}. */
  public void backward() {
    network.backward();
  }

  /** Computes the gradients of the weights, after {@link #backward}. */
  public void gradients() {
    network.weightGradients();
    network.restore();
  }

  /** Computes the norm of the gradient and updates the weights, after {@link #gradients}. */
  public void update() {
    adam.update(adam.gradientNorm(network.readRows()), network.readRows());
  }

  private double totalLoss() {
    double sum = 0;
    for (int w = 0; w < windows; w++) {
      for (int t = 0; t < sample.length(w); t++) {
        sum += network.bits(w, t) * sample.scales()[w] * LN_2;
      }
    }
    return sum;
  }

  private double[][] states() {
    return perWindow(network::getLastState);
  }

  private double[][] stateGradients() {
    return perWindow(network::getStateGradient);
  }

  private interface StateReader {
    void read(int window, float[] target);
  }

  private double[][] perWindow(StateReader reader) {
    double[][] states = new double[windows][];
    float[] state = new float[sample.network().stateSize()];
    for (int w = 0; w < windows; w++) {
      reader.read(w, state);
      states[w] = doubles(state);
    }
    return states;
  }

  /** The change of the sample's weights by {@link #UPDATES} updates with one gradient. */
  public double[] update(double[] gradient) {
    start();
    float[] before = network.weights().toArray();
    forward();
    loss();
    backward();
    network.restore();
    network.gradients().set(floats(gradient));
    for (int i = 0; i < UPDATES; i++) {
      update();
    }
    double[] change = doubles(network.weights().toArray());
    for (int i = 0; i < change.length; i++) {
      change[i] -= before[i];
    }
    return change;
  }

  private static float[] floats(double[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return rounded;
  }

  private static double[] doubles(float[] values) {
    double[] same = new double[values.length];
    Arrays.setAll(same, i -> values[i]);
    return same;
  }
}

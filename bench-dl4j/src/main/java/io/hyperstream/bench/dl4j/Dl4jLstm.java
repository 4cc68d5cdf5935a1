package io.hyperstream.bench.dl4j;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Deeplearning4j's own LSTM layer with a softmax learns streams by truncated BPTT, for {@code bench speed} to compare with. Arguments: vocabulary, hidden units, batch, window. Prints {@code {"ready":true}}. Then reads a number of seconds per line, learns for this long, and prints {@code {"symbolsPerSecond":...}}, until its input ends.
 */
public final class Dl4jLstm {

  /** Number of windows per call. Within one call the state carries over from window to window. */
  private static final int WINDOWS = 4;

  private final MultiLayerNetwork network;
  private final INDArray inputs;
  private final INDArray targets;
  private final int symbols;

  private Dl4jLstm(int vocabulary, int hidden, int batch, int window) {
    network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.006, 0, 0.9999, 1e-8))
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(1)
                .list()
                .layer(
                    new LSTM.Builder()
                        .nIn(vocabulary)
                        .nOut(hidden)
                        .activation(Activation.TANH)
                        .build())
                .layer(
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(hidden)
                        .nOut(vocabulary)
                        .activation(Activation.SOFTMAX)
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(window)
                .build());
    network.init();
    // Created once, because the cost of one-hot vectors is not measured.
    int steps = WINDOWS * window;
    inputs = Nd4j.create(new int[] {batch, vocabulary, steps}, 'f');
    targets = Nd4j.create(new int[] {batch, vocabulary, steps}, 'f');
    Random random = new Random(1);
    for (int b = 0; b < batch; b++) {
      int symbol = random.nextInt(vocabulary);
      for (int t = 0; t < steps; t++) {
        inputs.putScalar(b, symbol, t, 1);
        symbol = random.nextInt(vocabulary);
        targets.putScalar(b, symbol, t, 1);
      }
    }
    symbols = batch * steps;
  }

  private double symbolsPerSecond(double seconds) {
    long start = System.nanoTime();
    long learned = 0;
    double passed;
    do {
      network.fit(inputs, targets);
      learned += symbols;
      passed = (System.nanoTime() - start) / 1e9;
    } while (passed < seconds);
    return learned / passed;
  }

  public static void main(String[] args) throws IOException {
    Dl4jLstm lstm =
        new Dl4jLstm(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]));
    System.out.println("{\"ready\":true}");
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      double speed = lstm.symbolsPerSecond(Double.parseDouble(line));
      System.out.println("{\"symbolsPerSecond\":" + speed + "}");
    }
  }
}

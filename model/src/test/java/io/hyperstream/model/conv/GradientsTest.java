package io.hyperstream.model.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.vector.HeapKernels;
import io.hyperstream.model.net.ParameterTable.Entry;
import io.hyperstream.model.net.Parameters;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of all parameters, by differences of the loss, and by the two kinds of loops. */
class GradientsTest {

  private static final int IMAGES = 3;
  private static final double STEP = 5e-4;

  static Stream<ImageNetConfig> networks() {
    ImageShape small = new ImageShape(8, 12, 3);
    ImageShape odd = new ImageShape(9, 7, 2);
    return Stream.of(
        new ImageNetConfig(Architecture.MNIST, new ImageShape(10, 10, 1), 4, false),
        new ImageNetConfig(Architecture.MNIST, odd, 4, true),
        new ImageNetConfig(Architecture.CHANNELS, small, 3, true),
        new ImageNetConfig(Architecture.LOGISTIC, odd, 3, false),
        new ImageNetConfig(Architecture.WRN_40_1, small, 3, false),
        new ImageNetConfig(Architecture.WRN_40_2, small, 3, true));
  }

  /** A network with its gradients on some kernels. */
  private static final class Net {
    final NetworkPlan plan;
    final Parameters weights;
    final Parameters gradients;
    final Kernels kernels;
    final KernelGenerator generator;
    final float[] values;
    final Shard shard;
    final ImageBatch batch;
    final ImageScores scores;

    Net(ImageNetConfig config, Kernels kernels) {
      this.plan = new NetworkPlan(config);
      this.kernels = kernels;
      this.weights = Parameters.weights(plan.parameters(), kernels);
      this.gradients = new Parameters(plan.parameters(), kernels);
      this.generator =
          config.generated() ? new KernelGenerator(plan, kernels, weights, gradients) : null;
      this.values = new float[plan.values()];
      this.shard =
          new Shard(plan, kernels.imageLoops(), values, plan.startStatistics(), IMAGES + 1);
      this.batch = new ImageBatch(config, IMAGES);
      this.scores = new ImageScores(config.classes(), IMAGES);
      SplittableRandom random = new SplittableRandom(7);
      for (int i = 0; i < IMAGES; i++) {
        int at = batch.add(i < 2 ? i : ImageBatch.NO_LABEL);
        for (int j = at; j < at + config.input().size(); j++) {
          batch.pixels()[j] = (float) random.nextDouble();
        }
      }
    }

    /** Start values are far from general: biases are 0, and all that follows an output is small. */
    float[] generalValues() {
      SplittableRandom random = new SplittableRandom(3);
      float[] numbers = plan.startValues(5);
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] += (float) (0.05 * random.nextGaussian());
      }
      return numbers;
    }

    double loss(float[] numbers) {
      weights.set(numbers);
      System.arraycopy(numbers, 0, values, 0, numbers.length);
      if (generator != null) {
        generator.generate(values);
      }
      plan.kernels().forEach(kernel -> kernel.turn(values));
      shard.run(batch, 0, IMAGES, 1, scores);
      return shard.loss();
    }

    float[] gradient(float[] numbers) {
      loss(numbers);
      kernels.upload(shard.gradients, 0, gradients.arena(), 0, 1);
      if (generator != null) {
        generator.backward(shard.gradients);
      }
      return gradients.toArray();
    }
  }

  /**
   * All parameters. Of the largest network, whose layers are those of WRN 40-1, the generator, the
   * output, and a seventh of the rest: a block has six of them, so each kind comes in all groups.
   */
  private static List<Entry> measured(ImageNetConfig config, List<Entry> entries) {
    if (config.architecture() != Architecture.WRN_40_2) {
      return entries;
    }
    return IntStream.range(0, entries.size())
        .filter(i -> i % 7 == 0 || entries.get(i).name().matches("(generator|output)[.].*"))
        .mapToObj(entries::get)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAreDifferencesOfTheLoss(ImageNetConfig config) {
    try (Kernels kernels = HeapKernels.vector(1)) {
      Net net = new Net(config, kernels);
      float[] at = net.generalValues();
      float[] gradient = net.gradient(at);
      for (Entry entry : measured(config, List.copyOf(net.plan.parameters().entries()))) {
        // Along the gradient of this parameter, where a difference is largest.
        double norm = 0;
        for (int i = entry.offset(); i < entry.offset() + entry.size(); i++) {
          norm += gradient[i] * gradient[i];
        }
        norm = Math.sqrt(norm);
        double step = STEP / Math.max(1, norm / 4);
        double difference = 0;
        for (int sign = -1; sign <= 1; sign += 2) {
          float[] moved = at.clone();
          for (int i = entry.offset(); i < entry.offset() + entry.size(); i++) {
            moved[i] += (float) (sign * step * gradient[i] / Math.max(norm, 1e-9));
          }
          difference += sign * net.loss(moved);
        }
        assertThat(difference / (2 * step))
            .describedAs("%s of %s", entry.name(), config)
            .isCloseTo(norm, within(0.02 * norm + 0.01));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void vectorsGiveWhatPlainLoopsGive(ImageNetConfig config) {
    try (Kernels plain = HeapKernels.plain(1);
        Kernels vector = HeapKernels.vector(1)) {
      Net one = new Net(config, plain);
      Net other = new Net(config, vector);
      float[] at = one.generalValues();
      float[] wanted = one.gradient(at);
      float[] came = other.gradient(at);
      double largest = 0;
      for (float g : wanted) {
        largest = Math.max(largest, Math.abs(g));
      }
      for (int i = 0; i < wanted.length; i++) {
        assertThat((double) came[i]).isCloseTo(wanted[i], within(2e-3 * largest));
      }
      assertThat(other.shard.loss()).isCloseTo(one.shard.loss(), within(1e-4));
    }
  }

  @Test
  void anAbsentChannelCountsAsIfItHadNoKernel() {
    ImageNetConfig config =
        new ImageNetConfig(Architecture.CHANNELS, new ImageShape(8, 8, 2), 3, true);
    try (Kernels kernels = HeapKernels.vector(1)) {
      Net net = new Net(config, kernels);
      float[] at = net.generalValues();
      for (int i = 1; i < net.batch.pixels().length; i += 2) {
        net.batch.pixels()[i] = 0;
      }
      double loss = net.loss(at);
      Entry embedding = net.plan.parameters().entry(KernelGenerator.EMBEDDING);
      float[] gradient = net.gradient(at);
      for (int i = 0; i < embedding.columns(); i++) {
        int ofSecond = embedding.offset() + embedding.columns() + i;
        assertThat(gradient[ofSecond]).isZero();
        at[ofSecond] += 1;
      }
      assertThat(net.loss(at)).isEqualTo(loss);
    }
  }
}

package io.hyperstream.model.conv;

import io.hyperstream.model.optim.AdamConfig;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The networks that there are. */
public enum Architecture {
  /** The paper's for MNIST: two convolutions of 7 x 7 pixels; the second kernel is generated. */
  MNIST(0) {
    @Override
    Node body(NetworkPlan plan, ImageShape input, boolean generated) {
      if (generated) {
        plan.generator(new GeneratorShape(7, 16, 16, 4));
      }
      Node first = plan.convolution("conv1", plan.input(input, 3), 16, 7, 1, false);
      Node pooled = plan.maxPool(first, 3);
      return plan.maxPool(plan.convolution("conv2", pooled, 16, 7, 1, generated), 0);
    }
  },

  /**
   * The same, but it is the first kernel that is generated, a part for each channel of the image:
   * so the network takes any of the channels.
   */
  CHANNELS(0) {
    @Override
    Node body(NetworkPlan plan, ImageShape input, boolean generated) {
      if (generated) {
        plan.generator(new GeneratorShape(7, 1, 16, 16));
      }
      Node first = plan.convolution("conv1", plan.input(input, 3), 16, 7, 1, generated);
      Node pooled = plan.maxPool(first, 3);
      return plan.maxPool(plan.convolution("conv2", pooled, 16, 7, 1, false), 0);
    }
  },

  /** A wide residual network of 40 layers (Zagoruyko and Komodakis 2016), as wide as a ResNet. */
  WRN_40_1(5e-4) {
    @Override
    Node body(NetworkPlan plan, ImageShape input, boolean generated) {
      return residual(plan, input, 1, generated);
    }
  },

  /** The same, twice as wide. */
  WRN_40_2(5e-4) {
    @Override
    Node body(NetworkPlan plan, ImageShape input, boolean generated) {
      return residual(plan, input, 2, generated);
    }
  },

  /** Logistic regression: what the others are measured by. */
  LOGISTIC(0) {
    @Override
    Node body(NetworkPlan plan, ImageShape input, boolean generated) {
      return plan.input(input, 0);
    }
  };

  private static final int BLOCKS = 6;

  private final double kernelDecay;

  Architecture(double kernelDecay) {
    this.kernelDecay = kernelDecay;
  }

  /** The network with this name in options. */
  public static Optional<Architecture> find(String key) {
    return Arrays.stream(values()).filter(any -> any.key().equals(key)).findFirst();
  }

  /** The name in options and files, such as {@code wrn-40-1}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * What of a kernel is added to its gradient: L2, on generated kernels too (the paper's A.3.2).
   */
  double kernelDecay() {
    return kernelDecay;
  }

  /** The optimiser for several passes; the rate is that at the beginning. */
  public AdamConfig adam() {
    return AdamConfig.builder().rate(this == LOGISTIC ? 0.001 : 0.002).clipNorm(5).build();
  }

  /** The optimiser for streams that are seen once. */
  public AdamConfig onlineAdam() {
    boolean logistic = this == LOGISTIC;
    return AdamConfig.builder()
        .rate(logistic ? 0.01 : 0.004)
        .decay(logistic ? 0.01 : 0.001)
        .clipNorm(5)
        .build();
  }

  /** All layers but the last one, which weighs what they make for each class. */
  abstract Node body(NetworkPlan plan, ImageShape input, boolean generated);

  private static Node residual(NetworkPlan plan, ImageShape input, int wide, boolean generated) {
    if (generated) {
      plan.generator(new GeneratorShape(3, 16, 16, 64));
    }
    Node x = plan.convolution("conv1", plan.input(input, 1), 16, 3, 1, false);
    x = plan.batchNorm("norm1", x, 0, false);
    for (int group = 0; group < 3; group++) {
      int channels = 16 * wide << group;
      for (int block = 0; block < BLOCKS; block++) {
        int stride = group > 0 && block == 0 ? 2 : 1;
        String name = "group" + group + ".block" + block + ".";
        Node normal = plan.batchNorm(name + "norm1", x, 1, true);
        Node middle = plan.convolution(name + "conv1", normal, channels, 3, stride, generated);
        normal = plan.batchNorm(name + "norm2", middle, 1, false);
        Node out = plan.convolution(name + "conv2", normal, channels, 3, 1, generated);
        plan.shortcut(x, out, stride);
        x = out;
      }
    }
    return plan.averagePool(plan.batchNorm("norm2", x, 0, false));
  }
}

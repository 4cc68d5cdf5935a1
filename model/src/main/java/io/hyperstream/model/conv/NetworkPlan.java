package io.hyperstream.model.conv;

import io.hyperstream.model.net.ParameterTable;
import io.hyperstream.model.net.ParameterTable.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * What a network is made of: its parameters, and its layers in order. The values of a network are
 * its parameters, then the kernels that are generated, then kernels that are turned round.
 */
final class NetworkPlan {

  private static final String WEIGHT = ".weight";
  private static final String BIAS = ".bias";

  /** Deviation of the weights for each class at the start. */
  private static final double DENSE_DEVIATION = 0.01;

  private final ImageNetConfig config;
  private final ParameterTable parameters = new ParameterTable();
  private final ParameterTable statistics = new ParameterTable();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Function<Shard, Layer>> layers = new ArrayList<>();
  private final List<Kernel> kernels = new ArrayList<>();
  private final List<Start> starts = new ArrayList<>();
  private final Entry denseWeight;

  /** Null if no kernel is generated. */
  private GeneratorShape generator;

  private final int learned;
  private final int values;

  /** Start values: normal ones of that deviation around a mean. */
  private record Start(Entry entry, int from, int count, double mean, double deviation) {}

  NetworkPlan(ImageNetConfig config) {
    this.config = config;
    Node body = config.architecture().body(this, config.input(), config.generated());
    this.denseWeight = dense(body);
    if (generator != null) {
      addGenerator();
    }
    int end = parameters.size();
    for (Kernel kernel : kernels) {
      if (kernel.generated) {
        kernel.offset = end;
        end += kernel.numbers();
      } else {
        kernel.offset = parameters.entry(kernel.name + WEIGHT).offset();
      }
    }
    this.learned = end;
    for (Kernel kernel : kernels) {
      kernel.turned = end;
      end += kernel.numbers();
    }
    this.values = end;
  }

  ImageNetConfig config() {
    return config;
  }

  ParameterTable parameters() {
    return parameters;
  }

  /** Mean and variance of each channel that is normalised. */
  ParameterTable statistics() {
    return statistics;
  }

  List<Kernel> kernels() {
    return kernels;
  }

  Entry denseWeight() {
    return denseWeight;
  }

  /** Null if no kernel is generated. */
  GeneratorShape generatorShape() {
    return generator;
  }

  /** Number of parameters and of generated kernels' numbers. */
  int learned() {
    return learned;
  }

  /** Number of all values. */
  int values() {
    return values;
  }

  int tiles() {
    return kernels.stream()
        .filter(kernel -> kernel.generated)
        .mapToInt(kernel -> generator.tiles(kernel))
        .sum();
  }

  int kernelParameters() {
    if (generator != null) {
      return parameters.size() - parameters.entry(KernelGenerator.EMBEDDING).offset();
    }
    return kernels.stream().skip(1).mapToInt(Kernel::numbers).sum();
  }

  /** The memory of a shard, node by node. */
  List<Tensor> tensors(int images) {
    return nodes.stream().map(node -> new Tensor(node, images)).toList();
  }

  List<Layer> layers(Shard shard) {
    return layers.stream().map(layer -> layer.apply(shard)).toList();
  }

  // What an architecture calls, in the order of the layers.

  /** Has the kernels that follow, where they ask for it, made by a generator. */
  void generator(GeneratorShape shape) {
    generator = shape;
  }

  Node input(ImageShape shape, int border) {
    return node(shape, Grid.within(border, shape), null);
  }

  Node convolution(String name, Node in, int out, int size, int stride, boolean generated) {
    ImageShape from = in.shape();
    ImageShape shape =
        new ImageShape(
            (from.height() + stride - 1) / stride, (from.width() + stride - 1) / stride, out);
    Kernel kernel = new Kernel(name, size, from.channels(), out, generated);
    kernels.add(kernel);
    if (!generated) {
      Entry weight = parameters.add(name + WEIGHT, kernel.inputs(), out);
      start(weight, 0, Math.sqrt(2.0 / kernel.inputs()));
    }
    Entry bias = parameters.add(name + BIAS, 1, out);
    Node node = node(shape, Grid.within(0, shape), Grid.spread(shape, size / 2, stride, from));
    layers.add(
        shard ->
            new Convolution(
                shard, kernel, bias.offset(), stride, shard.tensor(in), shard.tensor(node)));
    return node;
  }

  /**
   * @param border around its output, for a convolution
   */
  Node maxPool(Node in, int border) {
    ImageShape from = in.shape();
    ImageShape shape = new ImageShape(from.height() / 2, from.width() / 2, from.channels());
    Node node = node(shape, Grid.within(border, shape), Grid.within(0, shape));
    layers.add(shard -> new MaxPool(shard, shard.tensor(in), shard.tensor(node)));
    return node;
  }

  /**
   * @param border around its output, for a convolution
   * @param adds whether a shortcut begins here, too, before it
   */
  Node batchNorm(String name, Node in, int border, boolean adds) {
    int channels = in.shape().channels();
    Entry gain = parameters.add(name + ".gain", 1, channels);
    parameters.add(name + ".shift", 1, channels);
    Entry mean = statistics.add(name + ".mean", 1, channels);
    statistics.add(name + ".variance", 1, channels);
    start(gain, 1, 0);
    Node node = node(in.shape(), Grid.within(border, in.shape()), Grid.within(0, in.shape()));
    layers.add(
        shard ->
            new BatchNorm(
                shard, gain.offset(), mean.offset(), adds, shard.tensor(in), shard.tensor(node)));
    return node;
  }

  void shortcut(Node in, Node out, int stride) {
    layers.add(shard -> new Shortcut(shard, stride, shard.tensor(in), shard.tensor(out)));
  }

  Node averagePool(Node in) {
    ImageShape shape = new ImageShape(1, 1, in.shape().channels());
    Node node = node(shape, Grid.within(0, shape), Grid.within(0, shape));
    layers.add(shard -> new AveragePool(shard, shard.tensor(in), shard.tensor(node)));
    return node;
  }

  private Entry dense(Node in) {
    ImageShape shape = new ImageShape(1, 1, config.classes());
    Entry weight = parameters.add("output.weight", config.classes(), in.shape().size());
    Entry bias = parameters.add("output.bias", 1, config.classes());
    start(weight, 0, config.architecture() == Architecture.LOGISTIC ? 0 : DENSE_DEVIATION);
    Node node = node(shape, Grid.within(0, shape), Grid.within(0, shape));
    layers.add(
        shard ->
            new Dense(shard, weight.offset(), bias.offset(), shard.tensor(in), shard.tensor(node)));
    return weight;
  }

  private Node node(ImageShape shape, Grid value, Grid gradient) {
    Node node = new Node(nodes.size(), shape, value, gradient);
    nodes.add(node);
    return node;
  }

  /** Kernels start with the deviation that kernels have which are learned as they are. */
  private void addGenerator() {
    int d = generator.z();
    Entry embedding = parameters.add(KernelGenerator.EMBEDDING, tiles(), generator.z());
    Entry in = parameters.add(KernelGenerator.IN_WEIGHT, generator.z(), generator.in() * d);
    parameters.add(KernelGenerator.IN_BIAS, 1, generator.in() * d);
    Entry out = parameters.add(KernelGenerator.OUT_WEIGHT, d, generator.slice());
    parameters.add(KernelGenerator.OUT_BIAS, 1, generator.slice());
    start(in, 0, Math.sqrt(1.0 / generator.z()));
    start(out, 0, Math.sqrt(1.0 / d));
    int tile = 0;
    for (Kernel kernel : kernels) {
      if (kernel.generated) {
        int count = generator.tiles(kernel) * generator.z();
        double deviation = Math.sqrt(2.0 / kernel.inputs());
        starts.add(new Start(embedding, tile, count, 0, deviation));
        tile += count;
      }
    }
  }

  private void start(Entry entry, double mean, double deviation) {
    starts.add(new Start(entry, 0, entry.size(), mean, deviation));
  }

  /** Start values of the parameters; the same for the same seed. */
  float[] startValues(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers = new float[parameters.size()];
    for (Start start : starts) {
      int from = start.entry.offset() + start.from;
      for (int i = from; i < from + start.count; i++) {
        numbers[i] = (float) (start.mean + start.deviation * random.nextGaussian());
      }
    }
    return numbers;
  }

  /** Statistics before anything was seen: a mean of 0 and a variance of 1. */
  float[] startStatistics() {
    float[] numbers = new float[statistics.size()];
    for (Entry entry : statistics.entries()) {
      if (entry.name().endsWith(".variance")) {
        Arrays.fill(numbers, entry.offset(), entry.offset() + entry.size(), 1f);
      }
    }
    return numbers;
  }
}

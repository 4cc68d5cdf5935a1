package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.net.Parameters;

/**
 * The hypernetwork: two layers without anything between them (reference 1.1). For each tile of a
 * kernel and each of its input channels i, with the tile's embedding z, {@code a_i = W_i z + B_i}
 * and {@code K_i = <W_out, a_i> + B_out}. A kernel of more channels is made of several tiles, row
 * by row.
 */
final class KernelGenerator {

  static final String EMBEDDING = "generator.embedding";
  static final String IN_WEIGHT = "generator.in.weight";
  static final String IN_BIAS = "generator.in.bias";
  static final String OUT_WEIGHT = "generator.out.weight";
  static final String OUT_BIAS = "generator.out.bias";

  private final NetworkPlan plan;
  private final GeneratorShape shape;
  private final Kernels kernels;
  private final Parameters weights;
  private final Parameters gradients;
  private final int tiles;
  private final int slices;

  // A row for each tile, and the same as a row for each tile and input channel.
  private final Matrix middle;
  private final Matrix middleSlices;
  private final Matrix dMiddle;
  private final Matrix dMiddleSlices;

  /** A row for each tile and input channel. */
  private final Matrix generated;

  private final float[] rows;

  KernelGenerator(NetworkPlan plan, Kernels kernels, Parameters weights, Parameters gradients) {
    this.plan = plan;
    this.shape = plan.generatorShape();
    this.kernels = kernels;
    this.weights = weights;
    this.gradients = gradients;
    this.tiles = plan.tiles();
    this.slices = tiles * shape.in();
    int d = shape.z();
    Matrix memory = kernels.allocate("the kernel generator", 1, slices * d);
    Matrix gradient = kernels.allocate("the kernel generator", 1, slices * d);
    this.middle = kernels.view(memory, 0, tiles, shape.in() * d, shape.in() * d);
    this.dMiddle = kernels.view(gradient, 0, tiles, shape.in() * d, shape.in() * d);
    this.middleSlices = kernels.view(memory, 0, slices, d, d);
    this.dMiddleSlices = kernels.view(gradient, 0, slices, d, d);
    this.generated = kernels.allocate("generated kernels", slices, shape.slice());
    this.rows = new float[slices * shape.slice()];
  }

  /** Makes all kernels from the weights. */
  void generate(float[] values) {
    kernels.fillRows(middle, 0, tiles, weights.get(IN_BIAS));
    kernels.multiply(weights.get(EMBEDDING), 0, weights.get(IN_WEIGHT), middle, 0, tiles, true);
    kernels.fillRows(generated, 0, slices, weights.get(OUT_BIAS));
    kernels.multiply(middleSlices, 0, weights.get(OUT_WEIGHT), generated, 0, slices, true);
    kernels.download(generated, 0, slices, rows, 0);
    move(values, false);
  }

  /**
   * The gradients of its weights.
   *
   * @param learned gradients of all kernels among them
   */
  void backward(float[] learned) {
    move(learned, true);
    kernels.upload(rows, 0, generated, 0, slices);
    kernels.multiplyRows(middleSlices, 0, generated, 0, slices, gradients.get(OUT_WEIGHT), false);
    kernels.sumRows(generated, 0, slices, gradients.get(OUT_BIAS), false);
    kernels.multiplyTransposed(
        generated, 0, weights.get(OUT_WEIGHT), dMiddleSlices, 0, slices, false);
    kernels.multiplyRows(
        weights.get(EMBEDDING), 0, dMiddle, 0, tiles, gradients.get(IN_WEIGHT), false);
    kernels.sumRows(dMiddle, 0, tiles, gradients.get(IN_BIAS), false);
    kernels.multiplyTransposed(
        dMiddle, 0, weights.get(IN_WEIGHT), gradients.get(EMBEDDING), 0, tiles, false);
  }

  /** Moves the generator's rows to kernels, or kernels to its rows. */
  private void move(float[] kernelNumbers, boolean back) {
    int n = shape.out();
    int row = 0;
    for (Kernel kernel : plan.kernels()) {
      if (!kernel.generated) {
        continue;
      }
      for (int tile = 0; tile < shape.tiles(kernel); tile++) {
        int across = kernel.out / n;
        int firstIn = tile / across * shape.in();
        int firstOut = tile % across * n;
        for (int i = 0; i < shape.in(); i++, row++) {
          int from = row * shape.slice();
          int to = kernel.offset + (firstIn + i) * kernel.out + firstOut;
          int step = kernel.in * kernel.out;
          for (int place = 0; place < shape.size() * shape.size(); place++) {
            if (back) {
              System.arraycopy(kernelNumbers, to + place * step, rows, from + place * n, n);
            } else {
              System.arraycopy(rows, from + place * n, kernelNumbers, to + place * step, n);
            }
          }
        }
      }
    }
  }
}

package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.ImageLoops;

/** Weighs all numbers of an image, a row of weights for each class, and a bias. */
final class Dense implements Layer {

  private final Shard shard;
  private final ImageLoops loops;
  private final int weight;
  private final int bias;
  private final Tensor in;
  private final Tensor out;
  private final int inputs;
  private final int classes;

  /**
   * @param weight its offset among the values
   * @param bias likewise
   */
  Dense(Shard shard, int weight, int bias, Tensor in, Tensor out) {
    this.shard = shard;
    this.loops = shard.loops;
    this.weight = weight;
    this.bias = bias;
    this.in = in;
    this.out = out;
    this.inputs = in.shape.size();
    this.classes = out.shape.channels();
  }

  @Override
  public void forward(int images, boolean training) {
    for (int image = 0; image < images; image++) {
      loops.product(
          in.value,
          image * inputs,
          inputs,
          shard.values,
          weight,
          shard.values,
          bias,
          classes,
          out.value,
          image * classes);
    }
  }

  @Override
  public void backward(int images) {
    for (int image = 0; image < images; image++) {
      int g = image * classes;
      loops.productBackward(
          out.gradient,
          g,
          classes,
          in.value,
          image * inputs,
          shard.values,
          weight,
          inputs,
          in.gradient,
          image * inputs,
          shard.gradients,
          weight);
      for (int i = 0; i < classes; i++) {
        shard.gradients[bias + i] += out.gradient[g + i];
      }
    }
  }
}

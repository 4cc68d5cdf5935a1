package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.ImageLoops;

/** A layer of a shard, with its own memory. */
abstract class Layer {

  final Shard shard;
  final ImageLoops loops;
  final Tensor in;
  final Tensor out;

  Layer(Shard shard, Tensor in, Tensor out) {
    this.shard = shard;
    this.loops = shard.loops;
    this.in = in;
    this.out = out;
  }

  /** Makes the output of all images. */
  void forwardAll(int images, boolean training) {
    for (int i = 0; i < images; i++) {
      forward(i);
    }
  }

  /** Makes the gradient of the input of all images, and adds to those of parameters. */
  void backwardAll(int images) {
    for (int i = 0; i < images; i++) {
      backward(i);
    }
  }

  /** Makes its output of its input. */
  abstract void forward(int image);

  /** Makes the gradient of its input of that of its output, and adds to those of parameters. */
  abstract void backward(int image);
}

package io.hyperstream.model.conv;

/** A layer of a shard, with its own memory. */
interface Layer {

  /** Makes its output of its input. */
  void forward(int images, boolean training);

  /** Makes the gradient of its input of that of its output, and adds to those of parameters. */
  void backward(int images);
}

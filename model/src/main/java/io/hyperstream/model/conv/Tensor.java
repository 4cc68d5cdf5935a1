package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.ImageLoops;

/** The memory of a {@link Node} for a number of images. */
final class Tensor {

  final ImageShape shape;
  final Grid grid;
  final Grid gradientGrid;
  final float[] value;

  /** Null if nobody asks for it. */
  final float[] gradient;

  Tensor(Node node, int images) {
    shape = node.shape();
    grid = node.value();
    gradientGrid = node.gradient();
    value = new float[images * grid.size + ImageLoops.SLACK];
    gradient =
        gradientGrid == null ? null : new float[images * gradientGrid.size + ImageLoops.SLACK];
  }
}

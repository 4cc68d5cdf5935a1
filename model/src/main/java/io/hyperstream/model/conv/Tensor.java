package io.hyperstream.model.conv;

import io.hyperstream.model.kernels.Pixels;

/** The memory of a {@link Node} for a number of images. */
final class Tensor {

  final ImageShape shape;
  final Grid grid;
  final Pixels value;

  // Null if nobody asks for the gradient.
  final Grid gradientGrid;
  final Pixels gradient;

  Tensor(Node node, int images) {
    shape = node.shape();
    grid = node.value();
    value = pixels(grid, images);
    gradientGrid = node.gradient();
    gradient = gradientGrid == null ? null : pixels(gradientGrid, images);
  }

  private static Pixels pixels(Grid grid, int images) {
    float[] memory = new float[images * grid.size];
    return new Pixels(memory, grid.size, grid.pixels);
  }

  int channels() {
    return shape.channels();
  }
}

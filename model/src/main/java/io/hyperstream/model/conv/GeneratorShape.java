package io.hyperstream.model.conv;

/**
 * Sizes of a {@link KernelGenerator}, in the paper's letters.
 *
 * @param size f, of the kernels
 * @param in N_in, channels that a tile reads
 * @param out N_out, channels that a tile makes
 * @param z N_z, numbers in the embedding of a tile, and d, of what is between the two layers
 */
record GeneratorShape(int size, int in, int out, int z) {

  /** Numbers of a tile for one of its input channels. */
  int slice() {
    return size * size * out;
  }

  /** Tiles of a kernel. */
  int tiles(Kernel kernel) {
    return kernel.in / in * (kernel.out / out);
  }
}

package io.hyperstream.model.net.gradient;

import io.hyperstream.model.kernels.Matrix;

/**
 * How one matrix of weights was used in a shard, by which its gradient is {@code a^T b} summed over
 * the rows.
 *
 * @param a what was multiplied
 * @param b gradient of the product
 * @param recurrent whether a row of b belongs to the row of a one step before
 * @param gradient where it goes
 */
public record WeightProduct(Matrix a, Matrix b, boolean recurrent, Matrix gradient) {}

package io.hyperstream.model.net.output;

import io.hyperstream.model.kernels.Matrix;

/**
 * What outputs are made with: they are {@code hidden W + b}.
 *
 * @param weight W, a row for each hidden unit, a column for each output
 * @param bias b, one row
 * @param weightGradient as large as W
 * @param biasGradient as large as b
 */
public record OutputParameters(
    Matrix weight, Matrix bias, Matrix weightGradient, Matrix biasGradient) {}

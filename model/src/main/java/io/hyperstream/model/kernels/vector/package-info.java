/**
 * The back end for the CPU. {@link io.hyperstream.model.kernels.vector.HeapKernels} keeps the
 * matrices in Java arrays and shares the work out among threads; {@link
 * io.hyperstream.model.kernels.vector.Primitives} are its hot loops, once with Java's Vector API
 * and once as plain loops, the yardstick of correctness.
 */
package io.hyperstream.model.kernels.vector;

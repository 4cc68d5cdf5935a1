/**
 * The back end for NVIDIA GPUs of compute capability 7.5 or higher: cuBLAS for the products, and
 * kernels of our own, compiled on the machine that runs them, for the rest. All that touches CUDA
 * is behind {@link io.hyperstream.model.kernels.cuda.Device}, which tests emulate.
 */
package io.hyperstream.model.kernels.cuda;

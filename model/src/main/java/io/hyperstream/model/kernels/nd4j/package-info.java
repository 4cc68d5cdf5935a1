/**
 * The back end on ND4J, for the CPU or, with nd4j-cuda, for older GPUs. It uses nothing but ND4J's
 * API: slow, portable, and an independent check of the others.
 */
package io.hyperstream.model.kernels.nd4j;

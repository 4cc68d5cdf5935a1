/**
 * The seam to the hardware, at the level of a fused stage: products, the recurrent layer, the cell,
 * the loss, the update. The network is written once against {@link
 * io.hyperstream.model.kernels.Kernels}; each back end has a package of its own below this one, and
 * this one knows none of them.
 */
package io.hyperstream.model.kernels;

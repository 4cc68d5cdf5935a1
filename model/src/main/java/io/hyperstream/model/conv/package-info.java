/**
 * Static hypernetworks (reference 1.1): convolutional networks that classify images, with kernels
 * that a small network generates or that are learned as they are. Forward and backward are written
 * by hand, an image at a time, on {@link io.hyperstream.model.kernels.ImageLoops}.
 */
package io.hyperstream.model.conv;

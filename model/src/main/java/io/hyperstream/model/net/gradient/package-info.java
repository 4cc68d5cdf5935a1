/**
 * The gradients of weights, summed over all rows of all shards at once. They are cut into parts of
 * some columns each, so that workers make them side by side.
 */
package io.hyperstream.model.net.gradient;

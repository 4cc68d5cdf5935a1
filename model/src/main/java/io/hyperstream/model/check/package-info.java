/**
 * Whether kernels compute what they should: samples to run on them, what must come out, and how far
 * what came out is from it.
 */
package io.hyperstream.model.check;

/** Deeplearning4j's LSTM as a separate program, for {@code bench speed} to compare with. */
package io.hyperstream.bench.dl4j;

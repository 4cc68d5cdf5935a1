/** Deeplearning4j's LSTM as a program of its own, for {@code bench speed} to compare with. */
package io.hyperstream.bench.dl4j;

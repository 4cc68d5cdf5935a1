package io.hyperstream.model;

/**
 * What a learner expects of a stream.
 *
 * @param symbols the most probable next symbols, most probable first
 * @param probabilities of those symbols
 * @param continuation the symbols to come if each next one is the most probable
 */
public record NextSymbols(int[] symbols, float[] probabilities, int[] continuation) {}

package io.hyperstream.model.expert;

/**
 * A way in which a stream was expected to go on.
 *
 * @param symbols the next symbols, at least one
 * @param probability of the first of them
 */
public record Continuation(int[] symbols, float probability) {}

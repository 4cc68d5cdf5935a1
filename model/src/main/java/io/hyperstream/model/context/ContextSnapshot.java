package io.hyperstream.model.context;

/**
 * All that the keys of a learner share, enough to go on exactly as if it had not stopped.
 *
 * @param config it was learned under; a model of another refuses it
 * @param begunKeys how many keys have begun, for each gets a number of its own
 * @param bits how many bits were learned
 * @param statistics tables, maps and weights, as {@link ContextModel} lays them out
 */
public record ContextSnapshot(ContextConfig config, long begunKeys, long bits, byte[] statistics) {}

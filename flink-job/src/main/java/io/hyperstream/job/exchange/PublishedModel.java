package io.hyperstream.job.exchange;

/**
 * A whole model that a topic holds.
 *
 * @param offset of its first record
 * @param version updates of its weights
 * @param file a learner file
 */
public record PublishedModel(long offset, long version, byte[] file) {}

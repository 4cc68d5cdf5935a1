package io.hyperstream.job.options;

/** Where results go; see {@link OutputOptions}. */
public record OutputSettings(
    String scores,
    String predictions,
    String alerts,
    String rejected,
    String transactionPrefix,
    int parallelism) {}

package io.hyperstream.job.options;

import io.hyperstream.job.output.OutputFormat;

/** Where results go; see {@link OutputOptions}. */
public record OutputSettings(
    String scores,
    String predictions,
    String alerts,
    String rejected,
    String model,
    OutputFormat format,
    String transactionPrefix,
    int parallelism) {}

package io.hyperstream.job.options;

import io.hyperstream.job.input.DecodeSettings;
import io.hyperstream.job.input.EndPosition;
import io.hyperstream.job.input.StartPosition;

/** What is read; see {@link InputOptions}. */
public record InputSettings(
    String topic,
    String group,
    StartPosition start,
    EndPosition end,
    int parallelism,
    DecodeSettings decode) {}

package io.hyperstream.job.learn;

import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.kernels.Backend;
import java.io.Serializable;
import java.time.Duration;

/** PLACEHOLDER with the final signature. */
public record LearnSettings(
    LearnerConfig learner,
    Backend backend,
    Duration maxDelay,
    int backlog,
    int predictTop,
    int predictContinuation,
    Duration predictInterval,
    Duration ttl)
    implements Serializable {}

package io.hyperstream.job.learn.settings;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * What is remembered of each key.
 *
 * @param ttl how long a key may be idle before its state is dropped (processing time); zero: for
 *     ever
 * @param encoding how exact the network's state of a key is kept
 */
public record StateSettings(Duration ttl, StateEncoding encoding) implements Serializable {

  public StateSettings {
    Durations.requireNotNegative("ttl", ttl);
    Objects.requireNonNull(encoding, "encoding");
  }
}

package io.hyperstream.model.sync;

import io.hyperstream.model.config.InvalidValueException;
import java.io.Serializable;
import java.util.Objects;

/**
 * How learners share what they learn.
 *
 * @param rate of the outer step: what part of the learners' mean change the weights move by. 1
 *     averages the learners; their number adds up what they learned
 * @param momentum of the outer step, Nesterov's; 0: none
 * @param encoding of the changes
 */
public record SyncConfig(double rate, double momentum, Encoding encoding) implements Serializable {

  public SyncConfig {
    InvalidValueException.require(rate > 0 && rate <= 100, "rate", "in (0, 100]", rate);
    InvalidValueException.require(momentum >= 0 && momentum < 1, "momentum", "in [0, 1)", momentum);
    Objects.requireNonNull(encoding, "encoding");
  }

  /** The same with another encoding. */
  public SyncConfig with(Encoding value) {
    return new SyncConfig(rate, momentum, value);
  }
}

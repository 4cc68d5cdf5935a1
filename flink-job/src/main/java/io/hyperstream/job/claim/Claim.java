package io.hyperstream.job.claim;

import java.io.Serializable;
import java.util.Objects;

/**
 * What a job must have alone.
 *
 * @param transactionPrefix start of its transactional ids
 * @param model its topic {@code model}
 * @param group its consumer group
 */
public record Claim(String transactionPrefix, String model, String group) implements Serializable {

  public Claim {
    Objects.requireNonNull(transactionPrefix, "transactionPrefix");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(group, "group");
  }
}

package io.hyperstream.job.options;

import io.hyperstream.job.output.OutputFormat;
import java.util.List;
import java.util.Map;

/**
 * Where results go; see {@link OutputOptions}.
 *
 * @param scoreFields what JSON has of a score; empty: all
 */
public record OutputSettings(
    String scores,
    String predictions,
    String alerts,
    String incidents,
    String rejected,
    String model,
    OutputFormat format,
    List<String> scoreFields,
    String transactionPrefix,
    int parallelism) {

  /** Settings for a new topic of incidents: the latest state of each stays. */
  public static final Map<String, String> INCIDENTS_CONFIG = Map.of("cleanup.policy", "compact");
}

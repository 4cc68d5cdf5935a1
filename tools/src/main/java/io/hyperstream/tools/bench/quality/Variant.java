package io.hyperstream.tools.bench.quality;

import io.hyperstream.job.options.ContextOptions;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.ModelOptions;
import io.hyperstream.model.net.HyperLstmConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/**
 * A learner that the quality report compares with others.
 *
 * @param name in reports
 * @param options what makes it differ from the job options as given
 */
record Variant(String name, Map<String, String> options) {

  private static final String CONTEXT = ContextOptions.ENABLED.key();

  /**
   * All that are compared, given the options of the first. This is the place for another one.
   *
   * @param settings from the options as given
   */
  static List<Variant> all(JobSettings settings) {
    HyperLstmConfig network = settings.learnerConfig().network();
    String name = network.hyper() == 0 ? "LSTM" : "HyperLSTM";
    List<Variant> all = new ArrayList<>();
    all.add(new Variant(name, Map.of(CONTEXT, "false")));
    all.add(new Variant(name + " + context", Map.of(CONTEXT, "true")));
    if (network.hyper() > 0) {
      int units = EqualCost.plainLstmUnits(network);
      all.add(
          new Variant(
              "LSTM of equal cost",
              Map.of(
                  CONTEXT,
                  "false",
                  ModelOptions.HYPER.key(),
                  "0",
                  ModelOptions.EMBEDDING.key(),
                  "0",
                  ModelOptions.HIDDEN.key(),
                  Integer.toString(units))));
    }
    return all;
  }

  /** The job options of this learner. */
  Configuration apply(Configuration given) {
    Configuration options = new Configuration(given);
    options.addAll(Configuration.fromMap(options()));
    return options;
  }
}

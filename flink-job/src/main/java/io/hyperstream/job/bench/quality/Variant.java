package io.hyperstream.job.bench.quality;

import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.ModelOptions;
import io.hyperstream.model.HyperLstmConfig;
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

  /**
   * All that are compared, given the options of the first. This is the place for another one.
   *
   * @param settings from the options as given
   */
  static List<Variant> all(JobSettings settings) {
    HyperLstmConfig network = settings.learnerConfig().network();
    List<Variant> all = new ArrayList<>();
    if (network.hyper() == 0) {
      all.add(new Variant("LSTM", Map.of()));
      return all;
    }
    all.add(new Variant("HyperLSTM", Map.of()));
    int units = EqualCost.plainLstmUnits(network);
    all.add(
        new Variant(
            "LSTM of equal cost",
            Map.of(
                ModelOptions.HYPER.key(), "0",
                ModelOptions.EMBEDDING.key(), "0",
                ModelOptions.HIDDEN.key(), Integer.toString(units))));
    return all;
  }

  /** The job options of this learner. */
  Configuration apply(Configuration given) {
    Configuration options = new Configuration(given);
    options.addAll(Configuration.fromMap(options()));
    return options;
  }
}

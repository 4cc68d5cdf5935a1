package io.hyperstream.job.options;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** What the job remembers of each key. */
public final class StateOptions {

  public static final ConfigOption<Duration> TTL =
      ConfigOptions.key("state.ttl")
          .durationType()
          .defaultValue(Duration.ZERO)
          .withDescription(
              "Idle time after which a key is forgotten and starts anew. 0: never; a tombstone still ends a key.");

  private StateOptions() {}
}

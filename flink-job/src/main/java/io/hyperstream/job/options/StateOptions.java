package io.hyperstream.job.options;

import io.hyperstream.job.learn.settings.StateEncoding;
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

  public static final ConfigOption<StateEncoding> ENCODING =
      ConfigOptions.key("state.encoding")
          .enumType(StateEncoding.class)
          .defaultValue(StateEncoding.FP32)
          .withDescription(
              "How exact the network's state of a key is kept between its steps. FP32: four bytes a number. BF16: two, rounded to 8 bits of mantissa. It may change from one run to the next.");

  private StateOptions() {}
}

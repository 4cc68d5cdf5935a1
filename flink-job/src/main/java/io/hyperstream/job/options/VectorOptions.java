package io.hyperstream.job.options;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** What vectors of numbers look like, for presets that learn such. */
public final class VectorOptions {

  public static final ConfigOption<Integer> DIMENSION =
      ConfigOptions.key("vector.dimension")
          .intType()
          .noDefaultValue()
          .withDescription(
              "Numbers in a vector, from 1 to 1024. A record with more or fewer is rejected. Without it as many as vector.names has.");

  public static final ConfigOption<Integer> BINARY =
      ConfigOptions.key("vector.binary")
          .intType()
          .noDefaultValue()
          .withDescription(
              "How many of the numbers are 0 or 1, such as whether a pen is lifted; these are the last ones. A record with another value there is rejected. Without it the preset's: 1 for iam, else 0.");

  public static final ConfigOption<Boolean> TIME =
      ConfigOptions.key("vector.time")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether the network reads the event time: the gap since the vector before, the time of the day and that of the week, both in UTC.");

  public static final ConfigOption<List<String>> NAMES =
      ConfigOptions.key("vector.names")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription(
              "What the numbers are called, in their order, such as cpu;heap;rate. Of a JSON object these fields are taken, and all others ignored; one that is not there is missing. Without it an object has as many fields as vector.dimension says, all of them numbers, in the order of their names.");

  private VectorOptions() {}
}

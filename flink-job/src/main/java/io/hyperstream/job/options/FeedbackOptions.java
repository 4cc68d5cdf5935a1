package io.hyperstream.job.options;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** What people tell the job about records and streams. */
public final class FeedbackOptions {

  public static final ConfigOption<String> TOPIC =
      ConfigOptions.key("feedback.topic")
          .stringType()
          .defaultValue("feedback")
          .withDescription(
              "Topic with the rules of people: which records are fine, not to be reported, or not to be learned (./hyperstream feedback), and which streams somebody watches. It is read from its beginning and created, compacted, if it is missing. Several jobs may read the same one.");

  private FeedbackOptions() {}
}

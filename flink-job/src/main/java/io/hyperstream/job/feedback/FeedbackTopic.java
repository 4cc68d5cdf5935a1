package io.hyperstream.job.feedback;

import java.util.Map;

/** The topic {@code feedback}, whose records are rules by their ids. */
public final class FeedbackTopic {

  /** Properties of a new topic: the last value of each rule stays for ever. */
  public static final Map<String, String> CONFIG = Map.of("cleanup.policy", "compact");

  private FeedbackTopic() {}
}

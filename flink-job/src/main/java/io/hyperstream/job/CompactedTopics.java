package io.hyperstream.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Topics of which Kafka is to keep the latest record of each key for ever. */
final class CompactedTopics {

  /**
   * A topic.
   *
   * @param option that names it
   * @param records what its records are, in the plural
   */
  record Wanted(String topic, String option, String records) {

    private ConfigResource resource() {
      return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
  }

  private CompactedTopics() {}

  /**
   * What is wrong with the topics, a line each. Where the user may not see how a topic is
   * configured, nothing is said of any.
   */
  static List<String> warnings(Admin admin, List<Wanted> wanted) throws InterruptedException {
    List<String> warnings = new ArrayList<>();
    try {
      var configs = admin.describeConfigs(wanted.stream().map(Wanted::resource).toList()).all();
      for (Wanted one : wanted) {
        Config config = configs.get().get(one.resource());
        String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        if (!policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
          warnings.add(warning(one, policy));
        }
      }
    } catch (ExecutionException e) {
      return List.of();
    }
    return warnings;
  }

  private static String warning(Wanted wanted, String policy) {
    return "the topic '%s' (%s) has cleanup.policy=%s, so Kafka deletes %s when they are old; to keep the latest state of each: kafka-configs.sh --alter --entity-type topics --entity-name %s --add-config cleanup.policy=compact"
        .formatted(wanted.topic(), wanted.option(), policy, wanted.records(), wanted.topic());
  }
}

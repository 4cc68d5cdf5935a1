package io.hyperstream.tools.cluster;

import java.nio.file.Path;
import java.util.Map;

/**
 * Settings of a {@link LocalCluster}.
 *
 * @param folder folder of all its files; if they are there already, the earlier cluster continues
 * @param taskManagers number of task managers, at least one
 * @param slots slots per task manager
 * @param webPort port of the dashboard and REST API, 0 for any free port
 * @param brokerPort port of Kafka, 0 for any free port
 * @param highlyAvailable whether jobs survive a failure of the job manager; this starts a ZooKeeper
 * @param flinkOptions options of Flink; they override the cluster's own
 */
public record ClusterSettings(
    Path folder,
    int taskManagers,
    int slots,
    int webPort,
    int brokerPort,
    boolean highlyAvailable,
    Map<String, String> flinkOptions) {

  public ClusterSettings {
    folder = folder.toAbsolutePath();
    flinkOptions = Map.copyOf(flinkOptions);
  }
}

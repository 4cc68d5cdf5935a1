package io.hyperstream.tools.cluster;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a {@link LocalCluster} is to be.
 *
 * @param folder for all its files; those of a cluster that was there before are taken up again
 * @param taskManagers how many, at least one
 * @param slots of each task manager
 * @param webPort of the dashboard and REST API, 0 for any free one
 * @param brokerPort of Kafka, 0 for any free one
 * @param highlyAvailable whether jobs outlive the job manager, which takes a ZooKeeper
 * @param flinkOptions of Flink, which win over the cluster's own
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

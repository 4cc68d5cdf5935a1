package io.hyperstream.tools.embedded;

import io.hyperstream.job.Pipeline;
import io.hyperstream.job.exchange.ModelTopic;
import io.hyperstream.job.feedback.FeedbackTopic;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.OutputSettings;
import io.hyperstream.tools.lifecycle.Teardown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The job on a broker and a cluster in this JVM. It starts in steps, so that the caller can feed
 * records or show addresses before the job runs:
 *
 * <pre>{@code
 * EmbeddedJob embedded = EmbeddedJob.onBroker(teardown, LocalPort.ANY, settings, 1);
 * embedded.startCluster(LocalPort.ANY, 2);
 * JobClient job = embedded.submit();
 * }</pre>
 *
 * <p>The given teardown closes the broker and the cluster, and removes their files.
 */
public final class EmbeddedJob {

  private final Teardown teardown;
  private final TemporaryFolder folder;
  private final EmbeddedBroker broker;
  private final JobSettings settings;
  private EmbeddedCluster cluster;

  private EmbeddedJob(
      Teardown teardown, TemporaryFolder folder, EmbeddedBroker broker, JobSettings settings) {
    this.teardown = teardown;
    this.folder = folder;
    this.broker = broker;
    this.settings = settings;
  }

  /**
   * Starts the broker and creates the job's topics.
   *
   * @param port port of the broker, {@link LocalPort#ANY} for any free port
   * @param settings maps the broker's address to the job's settings
   * @param inputPartitions number of partitions of the input topic; the other topics have one
   */
  public static EmbeddedJob onBroker(
      Teardown teardown, int port, Function<String, JobSettings> settings, int inputPartitions)
      throws IOException {
    TemporaryFolder folder = teardown.add(TemporaryFolder.createForCluster());
    EmbeddedBroker broker = teardown.add(EmbeddedBroker.start(folder.folder("kafka"), port));
    EmbeddedJob job =
        new EmbeddedJob(teardown, folder, broker, settings.apply(broker.bootstrapServers()));
    job.createTopics(inputPartitions);
    return job;
  }

  private void createTopics(int inputPartitions) throws IOException {
    OutputSettings output = settings.output();
    List<NewTopic> topics = new ArrayList<>();
    topics.add(EmbeddedBroker.topic(settings.input().topic(), inputPartitions, Map.of()));
    for (String topic :
        List.of(output.scores(), output.predictions(), output.alerts(), output.rejected())) {
      topics.add(EmbeddedBroker.topic(topic, 1, Map.of()));
    }
    topics.add(EmbeddedBroker.topic(output.incidents(), 1, OutputSettings.INCIDENTS_CONFIG));
    topics.add(EmbeddedBroker.topic(output.model(), 1, ModelTopic.CONFIG));
    topics.add(EmbeddedBroker.topic(settings.feedback(), 1, FeedbackTopic.CONFIG));
    broker.createTopics(topics);
  }

  public JobSettings settings() {
    return settings;
  }

  /** The broker's address. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Settings of a Kafka client that connects to the broker. */
  public Map<String, String> clientSettings() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  /**
   * Starts the cluster.
   *
   * @param webPort port of its dashboard, {@link LocalPort#ANY} for any free port
   * @param slots max parallelism of the job
   */
  public void startCluster(int webPort, int slots) throws Exception {
    cluster = teardown.add(EmbeddedCluster.start(folder.folder("flink"), webPort, slots));
  }

  /** The address of the cluster's dashboard. */
  public String webUrl() {
    return cluster.webUrl();
  }

  /** Submits the job; returns when the cluster has accepted it. */
  public JobClient submit() throws Exception {
    return submit(settings);
  }

  /**
   * Submits another job, whose results go to the same topics; creates those that it has for itself.
   */
  public JobClient submitBeside(JobSettings other) throws Exception {
    broker.createTopic(other.input().topic(), 1, Map.of());
    broker.createTopic(other.output().model(), 1, ModelTopic.CONFIG);
    return submit(other);
  }

  private JobClient submit(JobSettings settings) throws Exception {
    Configuration configuration = cluster.configuration();
    configuration.addAll(settings.flinkConfiguration());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    Pipeline.build(env, settings);
    return cluster.submit(env.getStreamGraph());
  }
}

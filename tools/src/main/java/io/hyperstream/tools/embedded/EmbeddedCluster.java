package io.hyperstream.tools.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient.JobFinalizationBehavior;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink cluster with its web dashboard in this JVM, for local runs and tests.
 *
 * <p>The dashboard listens on the loopback interface only. Checkpoints and all other files go to
 * the given folder, which the caller removes after {@link #close}.
 *
 * <pre>{@code
 * Configuration configuration = cluster.configuration();
 * var env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
 * ...
 * JobClient job = cluster.submit(env.getStreamGraph());
 * }</pre>
 */
public final class EmbeddedCluster implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCluster.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final MiniCluster cluster;
  private final Configuration configuration;
  private final URI webUrl;
  private boolean closed;

  private EmbeddedCluster(MiniCluster cluster, Configuration configuration, URI webUrl) {
    this.cluster = cluster;
    this.configuration = configuration;
    this.webUrl = webUrl;
  }

  /**
   * Starts a cluster with one task manager.
   *
   * @param folder folder for its files
   * @param webPort port of the dashboard, 0 for any free port
   * @param slots max parallelism of a job
   * @throws java.net.BindException if the port is in use
   */
  public static EmbeddedCluster start(Path folder, int webPort, int slots) throws Exception {
    Configuration configuration = configuration(folder, webPort);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setCommonBindAddress(LocalPort.HOST)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    try {
      cluster.start();
      return new EmbeddedCluster(cluster, configuration, cluster.getRestAddress().get());
    } catch (Exception | Error e) {
      stop(cluster);
      throw e;
    }
  }

  private static Configuration configuration(Path folder, int webPort) throws IOException {
    Configuration configuration = LocalFlink.configuration(folder, webPort);
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
    // The defaults are for many tasks on a dedicated machine. This is one small job in one JVM.
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
    // A local failure should be visible at once instead of causing endless restarts.
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    return configuration;
  }

  /** Address of the dashboard and REST API, such as {@code http://127.0.0.1:8081}. */
  public String webUrl() {
    return webUrl.toString();
  }

  /** A copy of the cluster's settings, for creating a job's environment. */
  public Configuration configuration() {
    return new Configuration(configuration);
  }

  /** Submits a job and returns when the cluster has accepted it. */
  public JobClient submit(StreamGraph job) throws Exception {
    JobGraph graph = job.getJobGraph();
    cluster.submitJob(graph).get();
    return new MiniClusterJobClient(
        graph.getJobID(),
        cluster,
        Thread.currentThread().getContextClassLoader(),
        JobFinalizationBehavior.NOTHING);
  }

  /** Cancels running jobs and stops the cluster. Returns after at most ten seconds in any case. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      stop(cluster);
    }
  }

  private static void stop(MiniCluster cluster) {
    try {
      cluster.closeAsync().get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("The embedded Flink cluster did not stop within {} s", CLOSE_LIMIT.toSeconds());
    } catch (ExecutionException e) {
      LOG.warn("The embedded Flink cluster did not stop cleanly: {}", e.getCause().toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.hyperstream.job.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker (and its KRaft controller) in this JVM, for local runs and tests.
 *
 * <p>It listens on the loopback interface only, without authentication, and keeps its files in the
 * given folder, which the caller removes after {@link #close}. Transactions work. Topics are made
 * by {@link #createTopic} only; a topic takes records up to {@link #MAX_RECORD_BYTES}.
 */
public final class EmbeddedBroker implements AutoCloseable {

  /** The largest record batch that the broker takes, in bytes. */
  public static final int MAX_RECORD_BYTES = 64 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
  private static final Duration ADMIN_LIMIT = Duration.ofSeconds(30);

  private final KafkaRaftServer server;
  private final String bootstrapServers;
  private boolean closed;

  private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /** Starts a broker on any free port. */
  public static EmbeddedBroker start(Path folder) throws IOException {
    return start(folder, LocalPort.ANY);
  }

  /**
   * Starts a broker and returns when it serves clients.
   *
   * @param folder where its files go, empty
   * @param port the port for clients, 0 for any free one
   * @throws java.net.BindException if the port is in use
   */
  public static EmbeddedBroker start(Path folder, int port) throws IOException {
    int clientPort = LocalPort.free(port, "the embedded Kafka broker");
    int controllerPort = LocalPort.free(LocalPort.ANY, "the embedded Kafka controller");
    format(folder);
    KafkaRaftServer server =
        new KafkaRaftServer(
            new KafkaConfig(properties(folder, clientPort, controllerPort)), Time.SYSTEM);
    EmbeddedBroker broker = new EmbeddedBroker(server, LocalPort.HOST + ":" + clientPort);
    try {
      server.startup();
      return broker;
    } catch (RuntimeException | Error e) {
      // Its threads are not daemons: a half-started broker would keep the JVM alive.
      broker.close();
      throw e;
    }
  }

  private static void format(Path folder) throws IOException {
    Formatter formatter =
        new Formatter()
            .setNodeId(1)
            .setClusterId(Uuid.randomUuid().toString())
            .setControllerListenerName("CONTROLLER")
            .addDirectory(folder.toString())
            .setMetadataLogDirectory(Optional.of(folder.toString()))
            .setPrintStream(new PrintStream(OutputStream.nullOutputStream()));
    try {
      formatter.run();
    } catch (Exception e) {
      throw new IOException("Cannot prepare " + folder + " for the embedded Kafka broker", e);
    }
  }

  private static Map<String, String> properties(Path folder, int port, int controllerPort) {
    String controller = LocalPort.HOST + ":" + controllerPort;
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", "1"),
        Map.entry("controller.quorum.voters", "1@" + controller),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry(
            "listeners",
            "PLAINTEXT://" + LocalPort.HOST + ":" + port + ",CONTROLLER://" + controller),
        Map.entry("log.dirs", folder.toString()),
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("message.max.bytes", String.valueOf(MAX_RECORD_BYTES)),
        // One broker: nothing to replicate to, and one partition each starts fastest.
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "1"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "1"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("share.coordinator.state.topic.num.partitions", "1"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        // A short session makes the controlled shutdown short.
        Map.entry("broker.session.timeout.ms", "2000"),
        Map.entry("broker.heartbeat.interval.ms", "500"),
        // The default of 128 MiB is taken from the heap at start.
        Map.entry("log.cleaner.dedupe.buffer.size", String.valueOf(4 * 1024 * 1024)),
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "4"),
        Map.entry("background.threads", "2"));
  }

  /** The {@code bootstrap.servers} of clients. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * Creates a topic with one replica.
   *
   * @param config topic settings such as {@code max.message.bytes}; those not given are Kafka's
   */
  public void createTopic(String name, int partitions, Map<String, String> config)
      throws IOException {
    NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(config);
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin.createTopics(List.of(topic)).all().get(ADMIN_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(
          "Cannot create the topic " + name + ": " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("Cannot create the topic " + name + " within " + ADMIN_LIMIT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while creating the topic " + name, e);
    }
  }

  /**
   * Stops the broker and frees its ports. Returns after at most ten seconds, whatever the broker
   * does.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    Thread stopper =
        new Thread(
            () -> {
              server.shutdown();
              server.awaitShutdown();
            },
            "embedded-broker-shutdown");
    stopper.setDaemon(true);
    stopper.start();
    try {
      stopper.join(CLOSE_LIMIT.toMillis());
      if (stopper.isAlive()) {
        LOG.warn("The embedded Kafka broker did not stop within {} s", CLOSE_LIMIT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.hyperstream.tools.embedded;

import io.hyperstream.model.kernels.FailedStart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker (and its KRaft controller) in this JVM, for local runs and tests.
 *
 * <p>It listens on the loopback interface only, without authentication, and keeps its files in the
 * given folder, which the caller removes after {@link #close}. Transactions work. Only {@link
 * #createTopic} creates topics. A topic accepts records up to {@link #MAX_RECORD_BYTES}.
 */
public final class EmbeddedBroker implements AutoCloseable {

  /** Max size of a record batch that the broker accepts, in bytes. */
  public static final int MAX_RECORD_BYTES = BrokerSetup.MAX_RECORD_BYTES;

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

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
   * @param folder empty folder for its files
   * @param port port for clients, 0 for any free port
   * @throws java.net.BindException if the port is in use
   */
  public static EmbeddedBroker start(Path folder, int port) throws IOException {
    return start(BrokerSetup.in(folder, port));
  }

  /** Starts a broker with this setup, and returns when it serves clients. */
  public static EmbeddedBroker start(BrokerSetup setup) throws IOException {
    setup.format();
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(setup.properties()), Time.SYSTEM);
    EmbeddedBroker broker = new EmbeddedBroker(server, setup.bootstrapServers());
    try {
      server.startup();
      return broker;
    } catch (Throwable e) {
      // Its threads are not daemons: a half-started broker would keep the JVM alive.
      FailedStart.close(e, broker);
      throw e;
    }
  }

  /** The {@code bootstrap.servers} for clients. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * Creates a topic with one replica; returns when clients can see it.
   *
   * @param config topic settings such as {@code max.message.bytes}; all others have Kafka's
   *     defaults
   */
  public void createTopic(String name, int partitions, Map<String, String> config)
      throws IOException {
    createTopics(List.of(topic(name, partitions, config)));
  }

  /** A topic to create, as {@link #createTopic} does. */
  public static NewTopic topic(String name, int partitions, Map<String, String> config) {
    return new NewTopic(name, partitions, (short) 1).configs(config);
  }

  /** Creates several topics at once, which is faster; returns when clients can see them. */
  public void createTopics(List<NewTopic> topics) throws IOException {
    NewTopics.create(bootstrapServers, topics);
  }

  /** Stops the broker and frees its ports. Returns after at most ten seconds in any case. */
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

package io.hyperstream.tools.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Setup of a Kafka broker (and its KRaft controller) for local use: its folder, its ports, and
 * properties that suit a single broker. Topics are not created automatically.
 */
public final class BrokerSetup {

  /** Max size of a record batch that the broker accepts, in bytes. */
  static final int MAX_RECORD_BYTES = 64 * 1024 * 1024;

  private final Path folder;
  private final int port;
  private final int controllerPort;
  private final Map<String, String> more;

  private BrokerSetup(Path folder, int port, int controllerPort, Map<String, String> more) {
    this.folder = folder;
    this.port = port;
    this.controllerPort = controllerPort;
    this.more = Map.copyOf(more);
  }

  /**
   * A broker on the loopback interface, without authentication.
   *
   * @param folder folder of its files: empty, or that of an earlier broker
   * @param port port for clients, 0 for any free port
   * @throws java.net.BindException if the port is in use
   */
  public static BrokerSetup in(Path folder, int port) throws IOException {
    return new BrokerSetup(
        folder,
        LocalPort.free(port, "the Kafka broker"),
        LocalPort.free(LocalPort.ANY, "the Kafka controller"),
        Map.of());
  }

  /**
   * The same broker with another listener before the one without authentication.
   *
   * @param listener such as {@code SASL_SSL://127.0.0.1:9093}
   * @param properties broker properties of this listener
   */
  public BrokerSetup withListener(String listener, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.put("listeners", listener + "," + listeners());
    String protocol = listener.substring(0, listener.indexOf("://"));
    all.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,%s:%s".formatted(protocol, protocol));
    return new BrokerSetup(folder, port, controllerPort, all);
  }

  /** The {@code bootstrap.servers} for clients. */
  public String bootstrapServers() {
    return LocalPort.HOST + ":" + port;
  }

  /** Prepares the folder for the broker, unless an earlier broker has used it. */
  public void format() throws IOException {
    Formatter formatter =
        new Formatter()
            .setNodeId(1)
            .setClusterId(clusterId())
            .setControllerListenerName("CONTROLLER")
            .addDirectory(folder.toString())
            .setMetadataLogDirectory(Optional.of(folder.toString()))
            .setIgnoreFormatted(true)
            .setPrintStream(new PrintStream(OutputStream.nullOutputStream()));
    try {
      formatter.run();
    } catch (Exception e) {
      throw new IOException("Cannot prepare " + folder + " for the Kafka broker", e);
    }
  }

  /** The cluster id of the earlier broker in this folder, or a new one. */
  private String clusterId() throws IOException {
    Path file = folder.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME);
    if (!Files.exists(file)) {
      return Uuid.randomUuid().toString();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return properties.getProperty("cluster.id");
  }

  private String controller() {
    return LocalPort.HOST + ":" + controllerPort;
  }

  private String listeners() {
    return "PLAINTEXT://" + bootstrapServers() + ",CONTROLLER://" + controller();
  }

  /** The broker's properties, as in a file {@code server.properties}. */
  public Map<String, String> properties() {
    Map<String, String> properties =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@" + controller()),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listeners", listeners()),
                Map.entry("log.dirs", folder.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("message.max.bytes", String.valueOf(MAX_RECORD_BYTES)),
                // There is no other broker to replicate to, and single partitions start fastest.
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
                // The default of 128 MiB would be allocated on the heap at startup.
                Map.entry("log.cleaner.dedupe.buffer.size", String.valueOf(4 * 1024 * 1024)),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "2")));
    properties.putAll(more);
    return properties;
  }
}

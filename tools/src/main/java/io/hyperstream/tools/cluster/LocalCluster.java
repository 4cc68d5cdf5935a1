package io.hyperstream.tools.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.kernels.FailedStart;
import io.hyperstream.tools.embedded.BrokerSetup;
import io.hyperstream.tools.embedded.LocalPort;
import io.hyperstream.tools.embedded.NewTopics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.configuration.RestOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * A Flink cluster and a Kafka broker on this machine, each part in its own process: a job manager,
 * task managers, the broker and, for high availability, a ZooKeeper. They listen on the loopback
 * interface only. A process that ends for any reason is restarted after a second, as a process
 * manager would do.
 */
public final class LocalCluster implements AutoCloseable {

  /** All processes start at the same time, which takes long on a busy machine. */
  static final Duration START_LIMIT = Duration.ofMinutes(5);

  private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ClusterSettings settings;
  private final ClusterFolder folder;
  private final Consumer<String> report;
  private final BrokerSetup brokerSetup;
  private final FlinkProcesses flink;
  private final FlinkClient client;
  private final ChildJvm broker;
  private final ChildJvm jobManager;
  private final List<ChildJvm> taskManagers = new ArrayList<>();
  private final List<ChildJvm> children = new ArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread supervisor = new Thread(this::supervise, "cluster-supervisor");

  private LocalCluster(
      Installation installation,
      ClusterSettings settings,
      ClusterFolder folder,
      Consumer<String> report)
      throws IOException {
    this.settings = settings;
    this.folder = folder;
    this.report = report;
    this.flink = new FlinkProcesses(installation, settings);
    this.client = new FlinkClient(installation, flink.conf());
    Path kafka = Files.createDirectories(settings.folder().resolve("kafka"));
    this.brokerSetup = BrokerSetup.in(kafka, settings.brokerPort());
    this.broker = broker(installation);
    this.jobManager = flink.jobManager();
    for (int i = 1; i <= settings.taskManagers(); i++) {
      taskManagers.add(flink.taskManager(i));
    }
    children.add(broker);
    if (settings.highlyAvailable()) {
      children.add(flink.zookeeper());
    }
    children.add(jobManager);
    children.addAll(taskManagers);
  }

  private ChildJvm broker(Installation installation) throws IOException {
    brokerSetup.format();
    Path file = flink.conf().resolve("server.properties");
    FlinkProcesses.write(file, "=", brokerSetup.properties());
    Path log = settings.folder().resolve("logs/broker.log");
    List<String> jvmOptions = new ArrayList<>(ChildJvm.QUICK_START);
    jvmOptions.add("-Xmx512m");
    jvmOptions.addAll(LoggingFile.jvmOptions(flink.conf(), log));
    return new ChildJvm(
        "broker",
        jvmOptions,
        installation.brokerClassPath(),
        List.of("kafka.Kafka", file.toString()),
        log);
  }

  /**
   * Starts all processes and returns when the broker and all task managers are ready.
   *
   * @param report receives a line for each process that has ended and is restarted
   * @throws java.net.BindException if a port is in use
   * @throws IOException if another cluster uses the folder, or a process does not start
   */
  public static LocalCluster start(
      Installation installation, ClusterSettings settings, Consumer<String> report)
      throws IOException, InterruptedException {
    ClusterFolder folder = ClusterFolder.open(settings.folder());
    LocalCluster cluster;
    try {
      cluster = new LocalCluster(installation, settings, folder, report);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
    try {
      for (ChildJvm child : cluster.children) {
        child.start();
      }
      cluster.awaitReady();
    } catch (Throwable e) {
      FailedStart.close(e, cluster);
      throw e;
    }
    cluster.supervisor.setDaemon(true);
    cluster.supervisor.start();
    return cluster;
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (!brokerAnswers() || registeredTaskManagers() < taskManagers.size()) {
      for (ChildJvm child : children) {
        if (!child.isAlive()) {
          throw new IOException(
              "The %s ended at once with status %d; its log is %s"
                  .formatted(child.name(), child.status(), child.log()));
        }
      }
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "The cluster has not started within %d s; the logs are in %s"
                .formatted(START_LIMIT.toSeconds(), broker.log().getParent()));
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  private boolean brokerAnswers() {
    String address = brokerSetup.bootstrapServers();
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(LocalPort.HOST, port), (int) POLL.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private int registeredTaskManagers() {
    try {
      return JSON.readTree(URI.create(webUrl() + "/overview").toURL()).path("taskmanagers").asInt();
    } catch (IOException e) {
      return 0;
    }
  }

  private void supervise() {
    try {
      while (!closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        for (ChildJvm child : children) {
          if (!child.isAlive()) {
            restart(child);
          }
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void restart(ChildJvm child) throws InterruptedException {
    if (closing.await(RESTART_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    report.accept(
        "The %s ended with status %d and is restarted".formatted(child.name(), child.status()));
    try {
      child.start();
    } catch (IOException e) {
      report.accept("The %s cannot be started: %s".formatted(child.name(), e.getMessage()));
    }
  }

  /** The {@code bootstrap.servers} of Kafka's clients. */
  public String bootstrapServers() {
    return brokerSetup.bootstrapServers();
  }

  /** Creates a topic unless one of this name exists. */
  public void createTopic(String name, int partitions) throws IOException {
    try {
      NewTopics.create(bootstrapServers(), List.of(new NewTopic(name, partitions, (short) 1)));
    } catch (IOException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /** Address of the dashboard and REST API, such as {@code http://127.0.0.1:8081}. */
  public String webUrl() {
    return "http://" + LocalPort.HOST + ":" + flink.flinkConfiguration().get(RestOptions.PORT);
  }

  /** Flink's command line for this cluster. */
  public FlinkClient client() {
    return client;
  }

  /** Kills a task manager as {@code kill -9} does. */
  public void killTaskManager(int index) throws InterruptedException {
    taskManagers.get(index).kill();
  }

  /**
   * Kills the job manager as {@code kill -9} does. Jobs survive this only with high availability.
   */
  public void killJobManager() throws InterruptedException {
    jobManager.kill();
  }

  /** Kills the broker as {@code kill -9} does. */
  public void killBroker() throws InterruptedException {
    broker.kill();
  }

  /** Stops all processes, the broker last. All but temporary files are kept. */
  @Override
  public void close() throws IOException, InterruptedException {
    closing.countDown();
    supervisor.interrupt();
    supervisor.join();
    for (int i = children.size() - 1; i >= 0; i--) {
      children.get(i).close();
    }
    folder.close();
  }
}

package io.hyperstream.tools.cluster;

import io.hyperstream.tools.embedded.LocalFlink;
import io.hyperstream.tools.embedded.LocalPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.TaskManagerOptions.TaskManagerLoadBalanceMode;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;
import org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer;

/**
 * Flink's processes and the file {@code config.yaml} that they share. A distribution of Flink has
 * shell scripts for this. Maven can download Flink's jars, but not a distribution.
 */
final class FlinkProcesses {

  /**
   * What whoever runs a job's {@code main} needs: Flink's own classes look into Java's collections.
   * A distribution of Flink has it in its configuration.
   */
  static final String OPENED = "--add-opens=java.base/java.util=ALL-UNNAMED";

  private static final String JOB_MANAGER_HEAP = "-Xmx512m";
  private static final String ZOOKEEPER_HEAP = "-Xmx128m";

  /**
   * Room for a learner, for the copy in its latest checkpoint, and for two more copies at a
   * restore.
   */
  private static final int HEAP_MEBIBYTES_OF_A_SLOT = 384;

  private final Installation installation;
  private final ClusterSettings settings;
  private final Path conf;
  private final Path logs;
  private final int zookeeperPort;
  private final Configuration configuration;

  /** Chooses ports and writes the files that the processes read. */
  FlinkProcesses(Installation installation, ClusterSettings settings) throws IOException {
    this.installation = installation;
    this.settings = settings;
    this.conf = Files.createDirectories(settings.folder().resolve("conf"));
    this.logs = Files.createDirectories(settings.folder().resolve("logs"));
    this.zookeeperPort = LocalPort.free(LocalPort.ANY, "ZooKeeper");
    this.configuration = configuration();
    write(conf.resolve("config.yaml"), ": ", quoted(configuration.toMap()));
    LoggingFile.write(conf);
    if (settings.highlyAvailable()) {
      write(zookeeperFile(), "=", zookeeperProperties());
    }
  }

  private Configuration configuration() throws IOException {
    Configuration configuration = LocalFlink.configuration(settings.folder(), settings.webPort());
    configuration.set(JobManagerOptions.ADDRESS, LocalPort.HOST);
    // Fixed, so that task managers find it after a restart even without ZooKeeper.
    configuration.set(JobManagerOptions.PORT, LocalPort.free(LocalPort.ANY, "Flink's job manager"));
    configuration.set(TaskManagerOptions.HOST, LocalPort.HOST);
    configuration.set(TaskManagerOptions.BIND_HOST, LocalPort.HOST);
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, settings.slots());
    // Otherwise a small job would fill one task manager and leave the others idle.
    configuration.set(
        TaskManagerOptions.TASK_MANAGER_LOAD_BALANCE_MODE, TaskManagerLoadBalanceMode.SLOTS);
    configuration.set(
        TaskManagerOptions.TASK_HEAP_MEMORY,
        MemorySize.ofMebiBytes(settings.slots() * HEAP_MEBIBYTES_OF_A_SLOT));
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
    // On one machine a silent process is most likely dead, but a busy processor answers late.
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofSeconds(8));
    configuration.set(RpcOptions.STARTUP_TIMEOUT, LocalCluster.START_LIMIT);
    if (settings.highlyAvailable()) {
      configuration.set(HighAvailabilityOptions.HA_MODE, "zookeeper");
      configuration.set(
          HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM, LocalPort.HOST + ":" + zookeeperPort);
      configuration.set(
          HighAvailabilityOptions.HA_STORAGE_PATH,
          settings.folder().resolve("high-availability").toUri().toString());
      // The session of a killed job manager blocks the next one for this long.
      configuration.set(HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT, Duration.ofSeconds(5));
    }
    settings.flinkOptions().forEach(configuration::setString);
    return configuration;
  }

  private Path zookeeperFile() {
    return conf.resolve("zookeeper.properties");
  }

  private Map<String, String> zookeeperProperties() {
    return Map.of(
        "dataDir", settings.folder().resolve("zookeeper").toString(),
        "clientPort", String.valueOf(zookeeperPort),
        "clientPortAddress", LocalPort.HOST,
        "tickTime", "500",
        "initLimit", "10",
        "syncLimit", "5",
        "admin.enableServer", "false");
  }

  static Map<String, String> quoted(Map<String, String> options) {
    Map<String, String> quoted = new TreeMap<>(options);
    quoted.replaceAll((key, value) -> "'" + value.replace("'", "''") + "'");
    return quoted;
  }

  /** Writes the pairs as lines. */
  static void write(Path file, String separator, Map<String, String> pairs) throws IOException {
    Files.write(
        file,
        new TreeMap<>(pairs)
            .entrySet().stream().map(pair -> pair.getKey() + separator + pair.getValue()).toList());
  }

  Path conf() {
    return conf;
  }

  Configuration flinkConfiguration() {
    return configuration;
  }

  ChildJvm zookeeper() {
    return child(
        "ZooKeeper",
        withQuickStart(ZOOKEEPER_HEAP),
        List.of(
            FlinkZooKeeperQuorumPeer.class.getName(),
            "--zkConfigFile",
            zookeeperFile().toString(),
            "--peerId",
            "1"));
  }

  ChildJvm jobManager() {
    return child(
        "job manager",
        withQuickStart(JOB_MANAGER_HEAP, OPENED),
        List.of(
            StandaloneSessionClusterEntrypoint.class.getName(),
            "--configDir",
            conf.toString(),
            "--executionMode",
            "cluster"));
  }

  private static List<String> withQuickStart(String... jvmOptions) {
    return Stream.concat(ChildJvm.QUICK_START.stream(), Stream.of(jvmOptions)).toList();
  }

  ChildJvm taskManager(int number) {
    TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    List<String> jvmOptions = words(ProcessMemoryUtils.generateJvmParametersStr(memory));
    jvmOptions.add("--add-modules=jdk.incubator.vector");
    jvmOptions.add("-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0");
    List<String> program = new ArrayList<>();
    program.addAll(List.of(TaskManagerRunner.class.getName(), "--configDir", conf.toString()));
    program.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
    if (!isHostKnown()) {
      // Otherwise it looks up the name of this machine, and does not start.
      program.addAll(
          List.of(
              "-D", TaskManagerOptions.TASK_MANAGER_RESOURCE_ID.key() + "=task-manager-" + number));
    }
    return child("task manager " + number, jvmOptions, program);
  }

  private static boolean isHostKnown() {
    try {
      InetAddress.getLocalHost();
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The words of a shell command line, without quotes. */
  private static List<String> words(String line) {
    return Arrays.stream(line.replace("'", "").replace("\"", "").trim().split("\\s+"))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private ChildJvm child(String name, List<String> jvmOptions, List<String> program) {
    Path log = logs.resolve(name.replace(' ', '-') + ".log");
    List<String> all = new ArrayList<>(jvmOptions);
    all.addAll(LoggingFile.jvmOptions(conf, log));
    return new ChildJvm(name, all, installation.flinkClassPath(), program, log);
  }
}

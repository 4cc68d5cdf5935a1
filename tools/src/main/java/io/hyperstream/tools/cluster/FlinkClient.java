package io.hyperstream.tools.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.client.cli.CliFrontend;

/**
 * Flink's command line, like {@code flink} of a distribution, in its own process. Its class path
 * must not contain the job's classes, because it loads them from the job jar.
 */
public final class FlinkClient {

  private static final String CONF = "FLINK_CONF_DIR";
  private static final String JOB_CLASS = "io.hyperstream.job.HyperstreamJob";
  private static final Pattern JOB_ID = Pattern.compile("JobID ([0-9a-f]{32})");
  private static final Pattern SAVEPOINT = Pattern.compile("Savepoint completed. Path: (\\S+)");

  private final Installation installation;
  private final Path conf;

  /**
   * @param conf folder with the {@code config.yaml} that holds the cluster's address
   */
  public FlinkClient(Installation installation, Path conf) {
    this.installation = installation;
    this.conf = conf;
  }

  /** A process with these arguments, not started. */
  public ProcessBuilder process(List<String> arguments) {
    List<String> program = new ArrayList<>();
    program.add(CliFrontend.class.getName());
    program.addAll(arguments);
    List<String> jvmOptions = new ArrayList<>(ChildJvm.QUICK_START);
    jvmOptions.addAll(List.of("-Xmx512m", FlinkProcesses.OPENED, logging()));
    ProcessBuilder builder =
        new ProcessBuilder(ChildJvm.command(jvmOptions, installation.flinkClassPath(), program));
    builder.environment().put(CONF, conf.toString());
    return builder;
  }

  /**
   * Flink prints by itself what failed. Its log says it again, and reports ZooKeeper's refusal of a
   * login that nobody asked for as an error.
   */
  private static String logging() {
    return "-Dlog4j2.level=" + System.getProperty("hyperstream.log.level", "OFF");
  }

  /**
   * Submits the job in detached mode and returns its id.
   *
   * @param savepoint savepoint to restore, or null
   * @param options options of the job, {@code --key value}
   */
  public String run(String savepoint, List<String> options)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("run", "--detached", "--class", JOB_CLASS));
    if (savepoint != null) {
      arguments.addAll(List.of("--fromSavepoint", savepoint));
    }
    arguments.add(installation.jobJar().toString());
    arguments.addAll(options);
    return find(JOB_ID, call(arguments));
  }

  /** Stops a job without draining it; returns the path of its savepoint. */
  public String stop(String job) throws IOException, InterruptedException {
    return find(SAVEPOINT, call(List.of("stop", job)));
  }

  private String call(List<String> arguments) throws IOException, InterruptedException {
    Process process = process(arguments).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(
          "flink %s ended with status %d and printed: %s"
              .formatted(arguments.get(0), status, output.strip()));
    }
    return output;
  }

  private static String find(Pattern pattern, String output) throws IOException {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IOException("flink printed unexpected output: " + output.strip());
    }
    return matcher.group(1);
  }
}

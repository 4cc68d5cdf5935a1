package io.hyperstream.tools.cluster;

import io.hyperstream.tools.embedded.LocalFlink;
import io.hyperstream.tools.embedded.LocalPort;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint;

/** A job manager that runs one job by itself, with the settings of Flink's Kubernetes operator. */
final class ApplicationMode implements AutoCloseable {

  /** Flink needs to know it to report a job that could not be submitted. */
  static final String JOB = "0000000000000000000000000000002a";

  private final Configuration configuration;
  private final ChildJvm process;

  ApplicationMode(Installation installation, Path folder, String mainClass, List<String> options)
      throws IOException {
    configuration = LocalFlink.configuration(folder, LocalPort.ANY);
    configuration.set(JobManagerOptions.ADDRESS, LocalPort.HOST);
    configuration.set(JobManagerOptions.PORT, LocalPort.free(LocalPort.ANY, "the job manager"));
    configuration.set(DeploymentOptions.SUBMIT_FAILED_JOB_ON_APPLICATION_ERROR, true);
    configuration.set(DeploymentOptions.SHUTDOWN_ON_APPLICATION_FINISH, false);
    Files.createDirectories(folder);
    FlinkProcesses.write(
        folder.resolve("config.yaml"), ": ", FlinkProcesses.quoted(configuration.toMap()));
    LoggingFile.write(folder);
    List<String> program = new ArrayList<>();
    program.add(StandaloneApplicationClusterEntryPoint.class.getName());
    program.addAll(List.of("--configDir", folder.toString(), "--job-id", JOB));
    program.addAll(List.of("--job-classname", mainClass));
    program.addAll(options);
    Path log = folder.resolve("job-manager.log");
    List<String> jvmOptions = new ArrayList<>(ChildJvm.QUICK_START);
    jvmOptions.addAll(List.of("-Xmx512m", FlinkProcesses.OPENED));
    jvmOptions.addAll(LoggingFile.jvmOptions(folder, log));
    String classPath =
        String.join(
            File.pathSeparator,
            installation.jobJar().toString(),
            StandaloneApplicationClusterEntryPoint.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath(),
            installation.flinkClassPath());
    process = new ChildJvm("application", jvmOptions, classPath, program, log);
    process.start();
  }

  String webUrl() {
    return "http://" + LocalPort.HOST + ":" + configuration.get(RestOptions.PORT);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}

package io.hyperstream.tools.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program in its own process. It can be restarted after it has ended. */
final class ChildJvm implements AutoCloseable {

  /** Options for a program that computes little: what pays off later is not worth its time. */
  static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final String name;
  private final List<String> command;
  private final File log;
  private Process process;

  /**
   * @param name name in messages
   * @param jvmOptions options of the JVM
   * @param program the main class and its arguments
   * @param log file to which its output is appended
   */
  ChildJvm(String name, List<String> jvmOptions, String classPath, List<String> program, Path log) {
    this.name = name;
    this.command = command(jvmOptions, classPath, program);
    this.log = log.toFile();
  }

  /** The command that runs a program with the Java of this JVM. */
  static List<String> command(List<String> jvmOptions, String classPath, List<String> program) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath));
    command.addAll(program);
    return command;
  }

  String name() {
    return name;
  }

  File log() {
    return log;
  }

  synchronized void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    process = builder.start();
    process.getOutputStream().close();
  }

  synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** The exit status of a process that is not alive; 137 after {@code kill -9}. */
  synchronized int status() {
    return process.exitValue();
  }

  /** Kills the process as {@code kill -9} does, without a chance to clean up. */
  synchronized void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops the process gracefully. Kills it if it is still running after ten seconds. */
  @Override
  public synchronized void close() throws InterruptedException {
    if (!isAlive()) {
      return;
    }
    process.destroy();
    if (!process.waitFor(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
    }
  }
}

package io.hyperstream.tools.bench.speed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A contender in a process of its own. It says {@code {"ready": true}} when it has started; then,
 * for each line with a number of seconds, it learns for so long and answers {@code
 * {"symbolsPerSecond": ...}}; at the end of its input it ends. Other lines that it writes are kept
 * for the message in case it fails.
 */
final class ChildContender implements Contender {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String READY = "ready";
  private static final String SPEED = "symbolsPerSecond";
  private static final int KEPT_LINES = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final String name;
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;
  private final Deque<String> said = new ArrayDeque<>();

  private ChildContender(String name, Process process) {
    this.name = name;
    this.process = process;
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts a program on one thread.
   *
   * @param name in messages
   */
  static ChildContender start(String name, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Read by OpenMP, and by OpenBLAS where it is built without that.
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    return new ChildContender(name, builder.start());
  }

  @Override
  public void awaitStart() throws IOException {
    await(READY);
  }

  @Override
  public double symbolsPerSecond(Duration time) {
    try {
      requests.write(time.toNanos() / 1e9 + "\n");
      requests.flush();
      return await(SPEED).asDouble();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** The named value of the next answer that has one. */
  private JsonNode await(String field) throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      JsonNode value = value(line, field);
      if (value != null) {
        return value;
      }
      if (said.size() == KEPT_LINES) {
        said.removeFirst();
      }
      said.addLast(line);
    }
    throw new IOException(name + " ended early; it said: " + String.join(" / ", said));
  }

  private static JsonNode value(String line, String field) {
    try {
      return line.startsWith("{") ? JSON.readTree(line).get(field) : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      requests.close();
      process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      // It has gone already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}

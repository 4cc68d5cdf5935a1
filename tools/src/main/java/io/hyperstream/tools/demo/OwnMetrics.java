package io.hyperstream.tools.demo;

import com.sun.management.OperatingSystemMXBean;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.feed.RecordSource;
import io.hyperstream.tools.watch.Results;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A live source of numbers: four times a second the load of this JVM, its heap in megabytes, and
 * how many records were scored in a second of late.
 */
final class OwnMetrics implements RecordSource, Results {

  /** What the numbers are called, in their order. */
  static final List<String> NAMES = List.of("cpu", "heap", "records");

  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final double MEGABYTE = 1e6;

  /** Of the latest interval in the mean: scores come with checkpoints, so many at once. */
  private static final double WEIGHT = 0.1;

  private final OperatingSystemMXBean machine =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final AtomicLong records = new AtomicLong();
  private long last = System.nanoTime();
  private double recordsPerSecond;

  @Override
  public byte[] key() {
    return "this-demo".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] poll() {
    long now = System.nanoTime();
    if (now - last < INTERVAL.toNanos()) {
      return null;
    }
    double scored = records.getAndSet(0) * 1e9 / (now - last);
    recordsPerSecond += WEIGHT * (scored - recordsPerSecond);
    last = now;
    double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
    return String.format(
            Locale.ROOT,
            "{\"cpu\": %.4f, \"heap\": %.1f, \"records\": %.1f}",
            machine.getProcessCpuLoad(),
            heap,
            recordsPerSecond)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean isFinished() {
    return false;
  }

  @Override
  public void add(String key, Score score) {
    records.addAndGet(score.getRecords());
  }

  @Override
  public void add(String key, Prediction prediction) {}

  @Override
  public void add(String key, Alert alert) {}

  @Override
  public void add(Incident incident) {}

  @Override
  public void add(Rejected rejected) {}
}

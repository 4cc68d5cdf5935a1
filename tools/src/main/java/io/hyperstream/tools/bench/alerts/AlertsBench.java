package io.hyperstream.tools.bench.alerts;

import io.hyperstream.tools.bench.LearnOnly;
import io.hyperstream.tools.replay.BareReplay;
import io.hyperstream.tools.replay.InputFileException;
import io.hyperstream.tools.replay.ProgressLine;
import io.hyperstream.tools.replay.ReplayInput;
import io.hyperstream.tools.replay.ReplayOptions;
import io.hyperstream.tools.replay.ReplayReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.configuration.Configuration;

/**
 * Learns labelled logs, each by a learner of its own from a cold start, and judges what was found
 * in them. A log that cannot be judged does not stop the others.
 */
public final class AlertsBench {

  private static final int LANES = 1;

  private final List<Path> paths;
  private final int jobs;
  private final Configuration options;
  private final ProgressLine progress;

  /** A log that can be read. */
  private record Log(String file, ReplayInput input) {

    long bytes() {
      return input.bytes();
    }
  }

  /**
   * @param paths labelled logs, and folders of them
   * @param jobs how many logs are learned at a time, each by one thread
   * @param given the job's options, as given
   */
  public AlertsBench(List<Path> paths, int jobs, Configuration given, ProgressLine progress) {
    this.paths = paths;
    this.jobs = jobs;
    this.options = LearnOnly.options(given, LANES);
    this.progress = progress;
  }

  /**
   * Learns and judges all of them.
   *
   * @throws IllegalArgumentException if there is no file, or a job option is wrong
   */
  public AlertsReport run() throws IOException, InterruptedException {
    List<Log> logs = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (Path path : LabelledLogs.in(paths)) {
      try {
        ReplayInput input = ReplayInput.labelledLines(List.of(path), 1);
        logs.add(new Log(path.getFileName().toString(), input));
      } catch (InputFileException e) {
        failures.add(e.getMessage());
      }
    }
    return new AlertsReport(judge(logs, failures), failures);
  }

  private List<JudgedLog> judge(List<Log> logs, List<String> failures) throws InterruptedException {
    SuiteProgress all = new SuiteProgress(progress, logs.stream().mapToLong(Log::bytes).sum());
    ExecutorService threads = Executors.newFixedThreadPool(jobs);
    try {
      // The largest come first, so that no thread is left alone with a large one at the end.
      Map<Log, Future<JudgedLog>> judged = new HashMap<>();
      logs.stream()
          .sorted(Comparator.comparingLong(Log::bytes).reversed())
          .forEach(log -> judged.put(log, threads.submit(() -> judge(log, all.watch()))));
      List<JudgedLog> results = new ArrayList<>();
      for (Log log : logs) {
        try {
          results.add(judged.get(log).get());
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException wrong) {
            throw wrong;
          }
          failures.add(log.file() + ": " + e.getCause().getMessage());
        }
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private JudgedLog judge(Log log, BareReplay.Watcher watcher) throws IOException {
    ReplayOptions replay = new ReplayOptions(options, log.input());
    ProgressLine silent = ProgressLine.none();
    ReplayReport report = new BareReplay(log.input(), replay, silent, watcher).run();
    return new JudgedLog(log.file(), report.bits().bpc(), report.judgement());
  }
}

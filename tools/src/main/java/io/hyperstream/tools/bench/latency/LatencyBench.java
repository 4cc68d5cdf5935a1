package io.hyperstream.tools.bench.latency;

import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.KafkaOptions;
import io.hyperstream.job.options.OptionException;
import io.hyperstream.tools.bench.Machine;
import io.hyperstream.tools.embedded.EmbeddedJob;
import io.hyperstream.tools.embedded.LocalPort;
import io.hyperstream.tools.lifecycle.Teardown;
import io.hyperstream.tools.replay.ProgressLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;

/**
 * Runs the whole job on a broker and a cluster in this JVM, once for each interval of checkpoints:
 * first as fast as it can, then at fractions of the speed that it had in the first run.
 */
public final class LatencyBench {

  private static final Duration TEARDOWN_LIMIT = Duration.ofSeconds(30);

  /** Stands in for the broker's address while there is no broker. */
  private static final String ANY_ADDRESS = "127.0.0.1:9092";

  private final LatencyPlan plan;
  private final ProgressLine progress;

  public LatencyBench(LatencyPlan plan, ProgressLine progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Measures all.
   *
   * @throws OptionException if a job option is wrong
   */
  public LatencyReport run() throws Exception {
    plan.intervals().forEach(interval -> settings(ANY_ADDRESS, interval));
    List<LatencyReport.Interval> intervals = new ArrayList<>();
    for (Duration interval : plan.intervals()) {
      intervals.add(run(interval, intervals.isEmpty() ? 0 : intervals.get(0).symbolsPerSecond()));
    }
    return new LatencyReport(Machine.here(), plan.keys(), plan.duration().toSeconds(), intervals);
  }

  /**
   * @param speed that the loads are fractions of; 0: the one that this run has
   */
  private LatencyReport.Interval run(Duration interval, double speed) throws Exception {
    try (Teardown teardown = new Teardown(TEARDOWN_LIMIT)) {
      stage(interval, "starting");
      EmbeddedJob embedded =
          EmbeddedJob.onBroker(teardown, LocalPort.ANY, servers -> settings(servers, interval), 1);
      JobSettings settings = embedded.settings();
      embedded.startCluster(LocalPort.ANY, Math.max(1, settings.learners()));
      JobClient job = embedded.submit();
      LatencyRun run =
          teardown.add(new LatencyRun(settings, embedded.clientSettings(), plan.keys(), teardown));
      run.awaitJob();
      stage(interval, "full speed");
      run.fullSpeed(plan.duration().dividedBy(2)); // until Java has compiled everything
      double full = run.fullSpeed(plan.duration());
      List<LatencyReport.Load> loads = new ArrayList<>();
      for (double load : plan.loads()) {
        double rate = load * (speed == 0 ? full : speed);
        stage(interval, "load " + load);
        run.steady(rate, plan.duration());
        loads.add(
            new LatencyReport.Load(
                load,
                rate,
                LatencyReport.Percentiles.of(run.written()),
                LatencyReport.Percentiles.of(run.committed())));
      }
      CheckpointCost cost = CheckpointCost.of(embedded.webUrl(), job.getJobID());
      return new LatencyReport.Interval(interval.toMillis(), full, cost, loads);
    }
  }

  private void stage(Duration interval, String what) {
    progress.stage("Checkpoints every %d ms: %s ...".formatted(interval.toMillis(), what));
  }

  private JobSettings settings(String servers, Duration interval) {
    Configuration options = new Configuration(plan.options());
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, servers);
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
    return JobSettings.from(options);
  }
}

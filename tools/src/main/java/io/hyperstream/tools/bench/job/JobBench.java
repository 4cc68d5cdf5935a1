package io.hyperstream.tools.bench.job;

import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.KafkaOptions;
import io.hyperstream.job.options.LearnOptions;
import io.hyperstream.job.options.OptionException;
import io.hyperstream.job.options.StateOptions;
import io.hyperstream.tools.bench.LearnOnly;
import io.hyperstream.tools.bench.Machine;
import io.hyperstream.tools.embedded.EmbeddedJob;
import io.hyperstream.tools.embedded.LocalPort;
import io.hyperstream.tools.lifecycle.Teardown;
import io.hyperstream.tools.replay.ProgressLine;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;

/**
 * Runs the learner alone, then the whole job on a broker and a cluster in this JVM, once for each
 * number of keys and interval of checkpoints: first as fast as it can, then at fractions of the
 * speed that it had with the first interval.
 */
public final class JobBench {

  private static final Duration TEARDOWN_LIMIT = Duration.ofSeconds(30);

  /** Stands in for the broker's address while there is no broker. */
  private static final String ANY_ADDRESS = "127.0.0.1:9092";

  private final JobPlan plan;
  private final ProgressLine progress;

  public JobBench(JobPlan plan, ProgressLine progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Measures all.
   *
   * @throws OptionException if a job option is wrong
   */
  public JobReport run() throws Exception {
    plan.intervals().forEach(interval -> settings(ANY_ADDRESS, interval));
    List<JobReport.Run> runs = new ArrayList<>();
    for (int keys : plan.keys()) {
      progress.stage("%,d keys: the learner alone ...".formatted(keys));
      LearnerSpeed bare = bare(keys);
      double speed = 0;
      for (Duration interval : plan.intervals()) {
        JobReport.Run run = run(keys, interval, bare, speed);
        runs.add(run);
        speed = speed == 0 ? run.symbolsPerSecond() : speed;
      }
    }
    return new JobReport(Machine.here(), plan.records().name(), plan.duration().toSeconds(), runs);
  }

  private LearnerSpeed bare(int keys) throws Exception {
    Configuration options = LearnOnly.options(plan.options(), LearnOptions.LANES.defaultValue());
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, ANY_ADDRESS);
    options.set(LearnOptions.MAX_DELAY, Duration.ZERO); // it has no timers
    options.set(StateOptions.TTL, Duration.ZERO);
    try (BareRun run = new BareRun(JobSettings.from(options), plan.records(), keys)) {
      run.run(plan.duration().dividedBy(2)); // until Java has compiled everything
      return run.run(plan.duration());
    }
  }

  /**
   * @param speed that the loads are fractions of; 0: the one that this run has
   */
  private JobReport.Run run(int keys, Duration interval, LearnerSpeed bare, double speed)
      throws Exception {
    try (Teardown teardown = new Teardown(TEARDOWN_LIMIT)) {
      stage(keys, interval, "starting");
      EmbeddedJob embedded =
          EmbeddedJob.onBroker(teardown, LocalPort.ANY, servers -> settings(servers, interval), 1);
      JobSettings settings = embedded.settings();
      embedded.startCluster(LocalPort.ANY, Math.max(1, settings.learners()));
      JobClient job = embedded.submit();
      JobRun run =
          teardown.add(
              new JobRun(settings, embedded.clientSettings(), plan.records(), keys, teardown));
      run.awaitJob();
      stage(keys, interval, "full speed");
      run.fullSpeed(plan.duration().dividedBy(2)); // until Java has compiled everything
      JobRun.FullSpeed full = run.fullSpeed(plan.duration());
      List<JobReport.Load> loads = new ArrayList<>();
      for (double load : plan.loads()) {
        double rate = load * (speed == 0 ? full.symbolsPerSecond() : speed);
        stage(keys, interval, "load " + load);
        run.steady(rate, plan.duration());
        loads.add(
            new JobReport.Load(
                load,
                rate,
                JobReport.Percentiles.of(run.written()),
                JobReport.Percentiles.of(run.committed()),
                heapMegabytes()));
      }
      CheckpointCost cost = CheckpointCost.of(embedded.webUrl(), job.getJobID());
      return JobReport.Run.of(keys, interval, full, bare, cost, loads);
    }
  }

  private static double heapMegabytes() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed() / 1e6;
  }

  private void stage(int keys, Duration interval, String what) {
    progress.stage(
        "%,d keys, checkpoints every %d ms: %s ...".formatted(keys, interval.toMillis(), what));
  }

  private JobSettings settings(String servers, Duration interval) {
    Configuration options = new Configuration(plan.options());
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, servers);
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
    return JobSettings.from(options);
  }
}

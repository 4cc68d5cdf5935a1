package io.hyperstream.job;

import io.hyperstream.job.failure.PreflightException;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.OptionException;
import io.hyperstream.job.options.OptionsLoader;
import io.hyperstream.job.registry.RegistryException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The entry point for {@code flink run}: options as {@code --key value}, see {@link OptionsLoader}.
 * Wrong options, and a Kafka or a schema registry that does not answer, end it with status 2 and
 * one line that says why.
 */
public final class HyperstreamJob {

  private static final int WRONG_USE = 2;

  private HyperstreamJob() {}

  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment env;
    try {
      env = prepare(arguments);
    } catch (OptionException | PreflightException | RegistryException e) {
      System.err.println("hyperstream: " + e.getMessage());
      System.exit(WRONG_USE);
      return;
    }
    env.execute();
  }

  private static StreamExecutionEnvironment prepare(String... arguments) {
    JobSettings settings = JobSettings.from(OptionsLoader.load(arguments));
    KafkaPreflight.check(settings);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(settings.flinkConfiguration());
    Pipeline.build(env, settings);
    return env;
  }
}

package io.hyperstream.job;

import io.hyperstream.job.failure.PreflightException;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.OptionException;
import io.hyperstream.job.options.OptionsLoader;
import io.hyperstream.job.registry.RegistryException;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The entry point, whichever way Flink runs it: options as {@code --key value}, see {@link
 * OptionsLoader}.
 *
 * <p>Wrong options, and a Kafka or a schema registry that does not answer, end it with an exception
 * and nothing else: it may run in a job manager, where other jobs run too.
 */
public final class HyperstreamJob {

  private HyperstreamJob() {}

  /**
   * Submits the job.
   *
   * @throws ProgramParametrizationException if it cannot start; the message is for the user. It is
   *     all that {@code flink run} prints then
   */
  public static void main(String[] arguments) throws Exception {
    prepare(arguments).execute();
  }

  private static StreamExecutionEnvironment prepare(String... arguments) {
    try {
      Configuration options = OptionsLoader.load(arguments);
      JobSettings settings = JobSettings.from(options);
      JobSettings.unknown(options)
          .forEach(
              key ->
                  System.err.printf(
                      "hyperstream: neither Flink nor Kafka's clients know the option %s; check its spelling, unless it is for one of their plug-ins%n",
                      key));
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.getExecutionEnvironment(settings.flinkConfiguration());
      KafkaPreflight.check(
              settings,
              env.getConfiguration().getOptional(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID))
          .forEach(warning -> System.err.println("hyperstream: " + warning));
      Pipeline.build(env, settings);
      return env;
    } catch (OptionException | PreflightException | RegistryException e) {
      throw new ProgramParametrizationException("hyperstream: " + e.getMessage());
    }
  }
}

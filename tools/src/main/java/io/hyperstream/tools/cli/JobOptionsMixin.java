package io.hyperstream.tools.cli;

import io.hyperstream.job.options.OptionException;
import io.hyperstream.job.options.OptionsLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The job's options on the command line of a command that runs the job: {@code --learn.window 32},
 * {@code --learn.window=32} or {@code --config job.yaml}. A job option is recognised by the dot in
 * its name. The job's own loader checks names and values.
 *
 * <p>A command gets them by declaring a field of this type as a picocli mixin.
 */
final class JobOptionsMixin {

  private static final Pattern JOB_OPTION = Pattern.compile("--[A-Za-z][\\w-]*(\\.[\\w-]+)+(=.*)?");

  private static final String END_OF_OPTIONS = "--";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file of job options; options given here override it.")
  private Path config;

  private final List<String> options = new ArrayList<>();

  /** Whether none is given. */
  boolean isEmpty() {
    return arguments().isEmpty();
  }

  /**
   * The options, not yet checked.
   *
   * @throws OptionException if the file is not one of options
   */
  Configuration load() {
    return OptionsLoader.load(arguments().toArray(String[]::new));
  }

  /** The options as arguments, {@code --config} first. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (config != null) {
      arguments.addAll(List.of("--config", config.toString()));
    }
    arguments.addAll(options);
    return arguments;
  }

  /**
   * Passes the job options among the arguments to the command's mixin, if it has one, and returns
   * the other arguments. This runs before picocli parses, because picocli would take the value of
   * an unknown option for a file.
   *
   * @throws ParameterException if a job option has no value
   */
  static String[] take(CommandLine root, String... args) {
    CommandLine command = root;
    for (String name : args) {
      if (!command.getSubcommands().containsKey(name)) {
        break;
      }
      command = command.getSubcommands().get(name);
    }
    JobOptionsMixin mixin = find(command.getCommandSpec());
    return mixin == null ? args : mixin.take(command, List.of(args));
  }

  /** The mixin of a command, or of one of its mixins; null if there is none. */
  private static JobOptionsMixin find(CommandSpec spec) {
    for (CommandSpec mixin : spec.mixins().values()) {
      JobOptionsMixin found = mixin.userObject() instanceof JobOptionsMixin own ? own : find(mixin);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private String[] take(CommandLine command, List<String> args) {
    List<String> others = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      String argument = args.get(i);
      if (argument.equals(END_OF_OPTIONS)) {
        others.addAll(args.subList(i, args.size()));
        break;
      }
      if (!JOB_OPTION.matcher(argument).matches()) {
        others.add(argument);
        continue;
      }
      options.add(argument);
      if (!argument.contains("=")) {
        if (i + 1 == args.size() || args.get(i + 1).startsWith("--")) {
          throw new ParameterException(
              command, "The job option " + argument + " has no value: " + argument + " VALUE");
        }
        options.add(args.get(++i));
      }
    }
    return others.toArray(String[]::new);
  }
}

package io.hyperstream.tools.cli;

import io.hyperstream.job.options.EditDistance;
import io.hyperstream.tools.cli.Converters.ToPath;
import io.hyperstream.tools.report.FileProblem;
import io.hyperstream.tools.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: {@code hyperstream COMMAND}. Exit codes: 0 for success, 1 for failure, 2 for
 * wrong usage.
 */
@Command(
    name = "hyperstream",
    versionProvider = Hyperstream.Version.class,
    header = "Learns streams of text from Kafka online, with a HyperLSTM in a Flink job.",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "First steps: 'hyperstream demo' needs no Kafka, no Flink and no files.",
      "More on a command: 'hyperstream COMMAND --help'."
    })
public final class Hyperstream implements Runnable {

  private static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          ReplayCommand.class,
          TrainCommand.class,
          FeedCommand.class,
          WatchCommand.class,
          FeedbackCommand.class,
          ModelCommand.class,
          BenchCommand.class,
          ClusterCommand.class,
          FlinkCommand.class,
          SoakCommand.class,
          HelpCommand.class,
          CompletionCommand.class,
          MakePriorCommand.class,
          MakeStartCommand.class);

  /** If set, failures show their stack trace. */
  private static final String DEBUG = "HYPERSTREAM_DEBUG";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  private boolean version;

  @Spec private CommandSpec spec;

  Hyperstream() {}

  public static void main(String[] args) {
    // Exits explicitly: a broker that refuses to stop must not keep the JVM alive.
    System.exit(run(commandLine().setOut(output()), args));
  }

  private static PrintWriter output() {
    return new PrintWriter(Terminal.output(), true, StandardCharsets.UTF_8);
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Hyperstream());
    for (Class<?> command : COMMANDS) {
      commandLine.addSubcommand(command);
    }
    commandLine.registerConverter(Path.class, new ToPath());
    commandLine.setHelpFactory(UsageHelp::new);
    if (!Terminal.understandsControls(System.getenv())) {
      commandLine.setColorScheme(Help.defaultColorScheme(Ansi.OFF));
    }
    withBlankBeforeUsage(commandLine);
    // All further arguments are for Flink.
    commandLine.getSubcommands().get("flink").setStopAtPositional(true);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler((e, arguments) -> reportWrongUse(e));
    commandLine.setExecutionExceptionHandler((e, command, result) -> reportFailure(e, command));
    return commandLine;
  }

  private static void withBlankBeforeUsage(CommandLine command) {
    command.getCommandSpec().usageMessage().synopsisHeading("%nUsage: ");
    command.getSubcommands().values().forEach(Hyperstream::withBlankBeforeUsage);
  }

  static int run(CommandLine commandLine, String... args) {
    try {
      return commandLine.execute(JobOptionsMixin.take(commandLine, args));
    } catch (ParameterException e) {
      return reportWrongUse(e);
    }
  }

  private static int reportWrongUse(ParameterException e) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("Error: " + message(e));
    suggest(e, err);
    err.printf("For help: '%s --help'%n", e.getCommandLine().getCommandSpec().qualifiedName());
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static void suggest(ParameterException e, PrintWriter err) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      CommandSpec spec = e.getCommandLine().getCommandSpec();
      nearest(unmatched.getUnmatched().get(0), spec)
          .ifPresent(name -> err.printf("Did you mean: %s %s?%n", spec.qualifiedName(), name));
    } else {
      UnmatchedArgumentException.printSuggestions(e, err);
    }
  }

  /** The command or option that a word was probably meant to be. Picocli always finds one. */
  private static Optional<String> nearest(String word, CommandSpec spec) {
    return Stream.concat(
            spec.subcommands().keySet().stream(),
            spec.optionsMap().keySet().stream().filter(option -> option.startsWith("--")))
        .min(Comparator.comparingInt(name -> distance(word, name)))
        .filter(name -> distance(word, name) <= Math.max(1, name.length() / 3));
  }

  private static int distance(String word, String name) {
    return EditDistance.between(word, name.replaceFirst("^--", ""));
  }

  private static int reportFailure(Exception e, CommandLine command) {
    if (isEnding()) {
      // Failures during shutdown are caused by Ctrl-C.
      return CommandLine.ExitCode.SOFTWARE;
    }
    PrintWriter err = command.getErr();
    err.println("Error: " + message(e));
    if (System.getenv(DEBUG) != null) {
      e.printStackTrace(err);
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static boolean isEnding() {
    try {
      Runtime.getRuntime().removeShutdownHook(new Thread());
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** Picocli's own messages in plain words. */
  private static String message(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && e.getCommandLine().getParent() == null) {
      return "There is no command '%s'".formatted(unmatched.getUnmatched().get(0));
    }
    return e.getMessage()
        .replaceFirst("^Error: ", "")
        .replace("option option", "option")
        .replaceFirst("is not an? (int|long)$", "is not a whole number")
        .replaceFirst("is not a double$", "is not a number")
        .replaceFirst(
            "^Invalid value for option '(--[\\w-]+)'.*: expected one of \\[(.*)] \\(case-insensitive\\) but was '(.*)'$",
            "$1 must be one of $2, but is '$3'");
  }

  /** The failure's message, followed by that of its cause unless it already contains it. */
  private static String message(Exception e) {
    String message = FileProblem.of(e);
    if (e instanceof FileSystemException file) {
      message = "%s: %s".formatted(file.getFile(), message);
    }
    String cause =
        e.getCause() == null || e.getCause().getMessage() == null
            ? null
            : FileProblem.of(e.getCause());
    if (cause == null || message.contains(cause)) {
      return message;
    }
    return message.endsWith("?") ? "%s (%s)".formatted(message, cause) : message + ": " + cause;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Hyperstream.class.getPackage().getImplementationVersion();
      return new String[] {"hyperstream " + (version == null ? "(not packaged)" : version)};
    }
  }
}

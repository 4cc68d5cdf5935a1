package io.hyperstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class JobOptionsMixinTest {

  private final Run run = new Run();
  private final CommandLine root = new CommandLine(new Root()).addSubcommand(run);

  @Test
  void takesJobOptionsFromAmongTheCommandsOwn() {
    parse(
        "run",
        "--learn.window",
        "32",
        "a.txt",
        "--rate=1.5",
        "--learn.max-delay=1 s",
        "b.txt",
        "--learn.rate",
        "-0.1",
        "--config",
        "job.yaml");

    assertThat(run.jobOptions.arguments())
        .containsExactly(
            "--config",
            "job.yaml",
            "--learn.window",
            "32",
            "--learn.max-delay=1 s",
            "--learn.rate",
            "-0.1");
    assertThat(run.paths).containsExactly(Path.of("a.txt"), Path.of("b.txt"));
    assertThat(run.rate).isEqualTo(1.5);
  }

  @Test
  void leavesFilesAlone() {
    parse("run", "a.b", "--", "--learn.window", "32");

    assertThat(run.jobOptions.arguments()).isEmpty();
    assertThat(run.paths).containsExactly(Path.of("a.b"), Path.of("--learn.window"), Path.of("32"));
  }

  private void parse(String... arguments) {
    root.parseArgs(JobOptionsMixin.take(root, arguments));
  }

  @Command(name = "root")
  private static final class Root {}

  @Command(name = "run")
  private static final class Run {
    @Mixin private JobOptionsMixin jobOptions;

    @Option(names = "--rate")
    private double rate;

    @Parameters private List<Path> paths;
  }
}

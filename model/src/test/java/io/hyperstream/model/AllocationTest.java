package io.hyperstream.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Once Java has compiled it, a step allocates nothing. Each case has a process of its own, as a job
 * has: after it has seen networks of other shapes, Java's compiler sometimes gives up on a loop of
 * vectors, and then each of them is an object.
 */
class AllocationTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1 1 false false", "12 1 true false", "7 2 false false", "12 1 false true"})
  void aStepAllocatesNothing(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Allocations.class.getName());
    if (!arguments.isEmpty()) {
      command.addAll(List.of(arguments.split(" ")));
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(printed.strip()).isEqualTo("0");
  }
}

package io.hyperstream.tools.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

  @Test
  void takesItsSizeFromSttyAndTheEnvironment() {
    Terminal.Size size = Terminal.Size.parse("24 100\n").orElseThrow();

    assertThat(size).isEqualTo(new Terminal.Size(100, 24));
    assertThat(size.with(Map.of("COLUMNS", "60"))).isEqualTo(new Terminal.Size(60, 24));
    assertThat(size.with(Map.of("LINES", "many"))).isEqualTo(size);
    assertThat(Terminal.Size.parse("0 0\n")).isEmpty();
    assertThat(Terminal.Size.parse("")).isEmpty();
  }

  @Test
  void aDumbTerminalUnderstandsNoControls() {
    assertThat(Terminal.understandsControls(Map.of("TERM", "dumb"))).isFalse();
    assertThat(Terminal.understandsControls(Map.of("TERM", "xterm"))).isTrue();
    assertThat(Terminal.understandsControls(Map.of())).isTrue();
  }
}

package io.hyperstream.tools.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream output = new PrintStream(bytes, false, UTF_8);

  @Test
  void printsPlainSnapshotsWhereThereIsNoTerminal() {
    try (Screen screen = new Screen(output, false)) {
      screen.draw(List.of("one  ", "two"));
      screen.draw(List.of("three"));
    }

    assertThat(bytes.toString(UTF_8)).isEqualTo("one\ntwo\n\nthree\n\n");
  }

  @Test
  void drawsInPlaceAndGivesTheTerminalBack() {
    try (Screen screen = new Screen(output, true)) {
      screen.draw(List.of("one", "two"));
    }

    assertThat(bytes.toString(UTF_8))
        .isEqualTo(
            "\033[?1049h\033[?25l" + "\033[Hone\033[K\r\ntwo\033[K\033[J" + "\033[?25h\033[?1049l");
  }
}

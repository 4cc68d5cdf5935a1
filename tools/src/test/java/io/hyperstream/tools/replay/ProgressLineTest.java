package io.hyperstream.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private final StringWriter terminal = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();
  private long symbols;
  private double bits;
  private final ProgressLine progress = new ProgressLine(new PrintWriter(terminal), 80, nanos::get);

  @Test
  void saysHowFarItIsAndHowLongItStillTakes() {
    progress.begin(400_000);
    learn(100_000, 250_000);
    assertThat(after(50_000))
        .isEqualTo("[###.........] 25%  100,000 symbols  2.500 BPC  2,000/s  2:30 left");
  }

  @Test
  void isNotDrawnTooOften() {
    progress.begin(1000);
    assertThat(after(0)).isEqualTo("[............]  0%");
    assertThat(after(199)).isEmpty();
    assertThat(after(1)).isNotEmpty();
  }

  @Test
  void fits80ColumnsAndStopsAt100Percent() {
    progress.begin(999_999_999);
    learn(1_000_000_000, 1e9);
    assertThat(after(1_000_000)).hasSizeLessThanOrEqualTo(80).contains("] 100%", "0:00 left");
  }

  @Test
  void neverBreaksInANarrowTerminal() {
    ProgressLine narrow = new ProgressLine(new PrintWriter(terminal), 20, nanos::get);
    narrow.stage("12,000 keys, checkpoints every 1000 ms: full speed ...");
    narrow.close();
    assertThat(terminal.toString()).isEqualTo("\r\033[K12,000 keys, checkp…\r\033[K");
  }

  @Test
  void staysSilentWithoutATerminal() {
    ProgressLine silent = ProgressLine.none();
    silent.stage("Starting");
    silent.begin(10);
    silent.show(0, 0);
    silent.close();
    assertThat(silent.isSeen()).isFalse();
  }

  @Test
  void leavesAnEmptyLine() {
    progress.stage("Starting");
    progress.close();
    assertThat(terminal.toString()).isEqualTo("\r\033[KStarting\r\033[K");
  }

  /** What is drawn so many milliseconds later. */
  private String after(long millis) {
    terminal.getBuffer().setLength(0);
    nanos.addAndGet(millis * 1_000_000);
    progress.show(symbols, bits);
    return terminal.toString().replace("\r\033[K", "");
  }

  private void learn(long symbols, double bits) {
    this.symbols = symbols;
    this.bits = bits;
  }
}

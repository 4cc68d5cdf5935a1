package io.hyperstream.model.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.observation.Observations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BundledStartTest {

  private static final String PROSE =
      """
      Where the river bends the old men sit and wait for what the evening brings them. They have \
      never asked who built the bridge, nor why it was not finished.
      """;

  private static final String RECORDS =
      """
      {"at":"2031-02-03T17:04:59Z","level":"warn","user":"miller","took":31,"retry":false}
      {"at":"2031-02-03T17:05:02Z","level":"info","user":"ann","took":7,"retry":true}
      """;

  private static double bits(Preset preset, BundledStart start, String text) {
    LearnerConfig config = preset.config(1);
    ComputeTarget target = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1);
    try (Learner learner = Learner.create(config, target)) {
      if (start != null) {
        start.applyTo(learner);
      }
      Observations symbols = Observations.ofBytes(text.getBytes(StandardCharsets.UTF_8));
      Batch batch = new Batch(config);
      StreamState state = new StreamState(config.network());
      double bits = 0;
      for (int from = 0; from < symbols.size(); from += config.window()) {
        batch.clear();
        batch.add(state, symbols, from, Math.min(config.window(), symbols.size() - from));
        bits += learner.step(batch).totalBits();
      }
      return bits;
    }
  }

  /** Fails with the command that makes the start anew, if the model has changed. */
  @ParameterizedTest
  @EnumSource(names = {"SMALL", "BEST", "FAST"})
  void newTextsBeginCheaper(Preset preset) throws IOException {
    BundledStart start = BundledStart.of(preset.config(1).network());
    assertThat(bits(preset, start, PROSE)).isLessThan(0.95 * bits(preset, null, PROSE));
    // The prior, which a fresh learner has, knows such records already.
    assertThat(bits(preset, start, RECORDS)).isLessThan(0.96 * bits(preset, null, RECORDS));
    assertThat(start.learner().provenance().data()).contains("sha256");
  }

  @Test
  void otherNetworksHaveNone() {
    HyperLstmConfig other = Preset.PTB.config(1).network();
    assertThat(BundledStart.isFor(other)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BundledStart.of(other))
        .withMessageStartingWith(
            "the jar has a start for the networks of the presets [FAST, SMALL, BEST]");
  }

  @Test
  void squaresKeepTheirSize() {
    float[] squares = {0, 1e-20f, 3e-12f, 0.02f, 1, 70, 1e20f};
    float[] unpacked = PackedSquares.unpack(PackedSquares.pack(squares));
    assertThat(unpacked[0]).isZero();
    assertThat(unpacked[1]).isZero();
    for (int i = 2; i < 6; i++) {
      assertThat(unpacked[i] / squares[i]).isCloseTo(1, within(0.1f));
    }
    assertThat(unpacked[6]).isGreaterThan(70).isFinite();
  }
}

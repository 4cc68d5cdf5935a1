package io.hyperstream.model.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.numeric.SplitMix64;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Held to the values that src/test/python/mixture_vectors.py made with scipy. */
class MixtureLossTest {

  private static final double LN_2 = Math.log(2);

  /** Outputs, gradients and bits are floats. */
  private static final double TOLERANCE = 1e-5;

  private static final JsonNode VECTORS = vectors();

  private static JsonNode vectors() {
    try (InputStream in = MixtureLossTest.class.getResourceAsStream("mixture-vectors.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Named<JsonNode>> cases() {
    return StreamSupport.stream(VECTORS.get("cases").spliterator(), false)
        .map(node -> Named.of(node.get("name").asText(), node));
  }

  private static DensityConfig config(JsonNode node) {
    return new DensityConfig(
        node.get("dimension").asInt(),
        node.get("binary").asInt(),
        node.get("components").asInt(),
        node.get("anchored").asBoolean(),
        false,
        false);
  }

  /** A quantile leaves what it says below it, as the tails by the exact distribution tell. */
  @ParameterizedTest
  @MethodSource("cases")
  void quantilesBelongToTheDistribution(JsonNode node) {
    DensityConfig config = config(node);
    float[] outputs = floats(node.get("outputs"));
    Mixture mixture = new Mixture(config);
    mixture.set(outputs, 0, new double[config.continuous()], 0);
    for (int d = 0; d < config.continuous(); d++) {
      for (double p : new double[] {0.05, 0.5, 0.95}) {
        double x = mixture.quantile(d, p);
        assertThat(Math.exp(mixture.logTail(d, x, -1))).isCloseTo(p, within(2e-3));
      }
    }
    for (int d = config.continuous(); d < config.dimension(); d++) {
      double on = mixture.mean(d);
      assertThat(mixture.quantile(d, 0.5)).isEqualTo(on > 0.5 ? 1 : 0);
      assertThat(mixture.quantile(d, 0.95)).isEqualTo(on > 0.05 ? 1 : 0);
    }
  }

  private static float[] floats(JsonNode... arrays) {
    float[] all = new float[Stream.of(arrays).mapToInt(JsonNode::size).sum()];
    int at = 0;
    for (JsonNode array : arrays) {
      for (JsonNode value : array) {
        all[at++] = value.isNull() ? Float.NaN : (float) value.asDouble();
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossAndGradientAreThoseOfScipy(JsonNode node) {
    DensityConfig config = config(node);
    float[] outputs = floats(node.get("outputs"));
    assertThat(outputs).hasSize(config.outputs());
    float[] bits = new float[3];
    new MixtureLoss(config)
        .row(outputs, 0, floats(node.get("targets"), node.get("anchors")), 0, 2f, bits, 0, 1);
    assertThat(bits[0] * LN_2).isCloseTo(node.get("loss").asDouble(), within(TOLERANCE));
    for (int i = 0; i < outputs.length; i++) {
      double expected = 2 * node.get("gradient").get(i).asDouble();
      assertThat((double) outputs[i])
          .as("gradient of output %d", i)
          .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
    }
  }

  @Test
  void tailsAreThoseOfScipy() {
    for (JsonNode node : VECTORS.get("tails")) {
      double expected = node.get("logTail").asDouble();
      assertThat(NormalTail.log(node.get("x").asDouble()))
          .as(node.toString())
          .isCloseTo(expected, within(1e-10 * Math.max(1e-5, Math.abs(expected))));
    }
  }

  @Test
  void aTailIsThatOfTheMixture() {
    DensityConfig config = new DensityConfig(1, 0, 2, true, false, false);
    // Half N(0 + 5, 1), which is anchored, half N(1, e).
    float[] outputs = {0, 0, 0, 1, 0, 1};
    Mixture mixture = new Mixture(config);
    mixture.set(outputs, 0, new double[] {5}, 0);
    double upper =
        (Math.exp(NormalTail.log(9 - 5)) + Math.exp(NormalTail.log((9 - 1) / Math.E))) / 2;
    assertThat(mixture.tailBits(0, 9)).isCloseTo(-Math.log(2 * upper) / LN_2, within(1e-9));
    assertThat(mixture.tailBits(0, 3.7)).isLessThan(1);
    assertThat(mixture.mean(0)).isCloseTo(3, within(1e-9));
  }

  @Test
  void expectationAndVarianceOfBitsAreThoseOfSamples() {
    DensityConfig config = new DensityConfig(3, 1, 1, false, false, false);
    float[] given = {0.3f, 1, -2, 0.5f, -0.7f, 0.8f, 1.1f};
    Mixture mixture = new Mixture(config);
    mixture.set(given, 0, new double[2], 0);
    MixtureLoss loss = new MixtureLoss(config);
    SplitMix64 random = new SplitMix64(3);
    double[] drawn = new double[3];
    float[] bits = new float[3];
    int count = 200_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      mixture.sample(random, drawn);
      float[] targets = {(float) drawn[0], (float) drawn[1], (float) drawn[2], 0, 0};
      loss.row(given.clone(), 0, targets, 0, 1, bits, 0, 1);
      sum += bits[0];
      squares += bits[0] * bits[0];
    }
    double mean = sum / count;
    assertThat(mean).isCloseTo(bits[1], within(0.02));
    assertThat(squares / count - mean * mean).isCloseTo(bits[2], within(0.08));
  }

  @Test
  void aStreamThatStandsStillDoesNotDriveTheDensityToInfinity() {
    DensityConfig config = new DensityConfig(1, 0, 1, false, false, false);
    float[] outputs = {0, 0, -50};
    float[] bits = new float[3];
    new MixtureLoss(config).row(outputs, 0, new float[] {0, 0}, 0, 1, bits, 0, 1);
    assertThat(bits[0]).isFinite();
    assertThat(outputs[2]).isZero();
  }
}

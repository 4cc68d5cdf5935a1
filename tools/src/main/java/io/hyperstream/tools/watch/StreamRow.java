package io.hyperstream.tools.watch;

import io.hyperstream.schemas.Classification;
import io.hyperstream.schemas.Score;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;

/** The state of one stream: a row of a {@link StreamTable}. */
public final class StreamRow {

  /** Number of samples of the running BPC that are kept. */
  static final int HISTORY = 64;

  /** Time between two samples, in nanoseconds. */
  private static final long SAMPLE_INTERVAL = 1_000_000_000L;

  private final String key;
  private final Deque<Double> history = new ArrayDeque<>();
  private StreamKind kind = StreamKind.SYMBOLS;
  private long symbols;
  private double bpc;
  private double fadingBpc;
  private Double accuracy;
  private Double surprise;
  private String continuation = "";
  private long updated;
  private long sampled;

  StreamRow(String key) {
    this.key = key;
  }

  void score(Score score, long now) {
    this.kind = StreamKind.of(score, kind);
    this.symbols = score.getKeySymbols();
    this.bpc = score.getKeyBpc();
    this.fadingBpc = score.getKeyFadingBpc();
    this.surprise = score.getSurprise();
    this.updated = now;
    sample(fadingBpc, now);
  }

  void classify(Classification image, long now) {
    this.kind = StreamKind.IMAGES;
    this.symbols = image.getKeyImages();
    this.bpc = Double.NaN;
    this.fadingBpc = Double.NaN;
    this.accuracy = image.getKeyAccuracy();
    this.continuation =
        String.format(
            Locale.ROOT,
            "%s %.0f%%, label %s",
            image.getPredicted(),
            100 * image.getProbability(),
            Objects.requireNonNullElse(image.getLabel(), "unknown"));
    this.updated = now;
    if (accuracy != null) {
      sample(accuracy, now);
    }
  }

  private void sample(double value, long now) {
    if (!history.isEmpty() && now - sampled < SAMPLE_INTERVAL) {
      history.removeLast();
    } else {
      sampled = now;
      if (history.size() == HISTORY) {
        history.removeFirst();
      }
    }
    history.addLast(value);
  }

  void predict(String continuation, long now) {
    this.continuation = continuation;
    this.updated = now;
  }

  /** Takes where the numbers of the next vector are expected. */
  void predictVectors(String ranges, long now) {
    kind = StreamKind.VECTORS;
    predict(ranges, now);
  }

  /** The Kafka key as text. It may contain any characters. */
  public String key() {
    return key;
  }

  /** What the stream is of. */
  StreamKind kind() {
    return kind;
  }

  /** Symbols of the key so far, vectors or images. */
  public long symbols() {
    return symbols;
  }

  /** Bits per symbol, or vector, since the key's first record; NaN for images. */
  public double bpc() {
    return bpc;
  }

  /** Recent bits per symbol, or vector, an exponentially fading mean; NaN for images. */
  public double fadingBpc() {
    return fadingBpc;
  }

  /** Share of the labels of a key of images that were predicted; null without labels. */
  public Double accuracy() {
    return accuracy;
  }

  /** {@link #fadingBpc} once per second, oldest first; of images, {@link #accuracy}. */
  public double[] history() {
    return history.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** z-score of the last record, or null during warm-up. */
  public Double surprise() {
    return surprise;
  }

  /**
   * What the model expects next, or what it said of the last image. It may contain any characters;
   * token ids are written as numbers.
   */
  public String continuation() {
    return continuation;
  }

  /** When the last score or prediction arrived, by the table's clock. */
  long updated() {
    return updated;
  }
}

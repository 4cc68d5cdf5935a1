package io.hyperstream.tools.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/**
 * What came out of a replay.
 *
 * @param symbols that were scored, the separators of lines among them
 * @param records that were scored
 * @param rejected records that could not be decoded
 * @param alerts that were raised
 * @param bits of all symbols
 * @param bpc bits per symbol, 0 if there is none
 * @param networkBpc bits per symbol by the network alone; bpc where nothing is mixed with it
 * @param seconds from the first record that the learner took to the last score: in a job, to when a
 *     reader of committed records had it
 * @param symbolsPerSecond symbols by seconds, 0 if there is no time
 * @param steps of the learner
 * @param skippedSteps those that left the weights alone because something was not finite
 * @param backend that the learner ran on
 * @param preset of the learner
 * @param keys the streams, in the order in which they took turns
 * @param labels how well anomalous lines were told; null if there were no labels. Its components
 *     stand in the JSON beside the others
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplayReport(
    long symbols,
    long records,
    long rejected,
    long alerts,
    double bits,
    double bpc,
    double networkBpc,
    double seconds,
    double symbolsPerSecond,
    long steps,
    long skippedSteps,
    String backend,
    String preset,
    List<Key> keys,
    @JsonUnwrapped LabelReport labels) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What came out for one stream. */
  public record Key(
      String key, long symbols, long records, double bits, double bpc, double networkBpc) {}

  /**
   * @param end when the last score was there, milliseconds since the epoch
   * @throws IOException if the input is labelled, and cannot be read again or says that all lines
   *     are normal, or all anomalous
   */
  static ReplayReport of(
      ReplayInput input, Tally tally, LearnSummary learned, long end, ReplayOptions options)
      throws IOException {
    int warmUp = options.settings().learnSettings().alerts().warmUp();
    LabelReport labels = input.isLabelled() ? LabelReport.of(input, tally.records(), warmUp) : null;
    return of(tally, learned, end, options.preset(), labels);
  }

  /**
   * @param labels null if there were none
   */
  static ReplayReport of(
      Tally tally, LearnSummary learned, long end, String preset, LabelReport labels) {
    Tally.Counts total = tally.total();
    double seconds = total.records() == 0 ? 0 : (end - learned.firstRecord()) / 1e3;
    return new ReplayReport(
        total.symbols(),
        total.records(),
        tally.rejected(),
        tally.alerts(),
        total.bits(),
        ratio(total.bits(), total.symbols()),
        ratio(total.networkBits(), total.symbols()),
        seconds,
        ratio(total.symbols(), seconds),
        learned.steps(),
        learned.skippedSteps(),
        learned.backend(),
        preset,
        tally.keys().entrySet().stream().map(key -> of(key.getKey(), key.getValue())).toList(),
        labels);
  }

  private static Key of(String key, Tally.Counts counts) {
    return new Key(
        key,
        counts.symbols(),
        counts.records(),
        counts.bits(),
        ratio(counts.bits(), counts.symbols()),
        ratio(counts.networkBits(), counts.symbols()));
  }

  private static double ratio(double dividend, double divisor) {
    return divisor == 0 ? 0 : dividend / divisor;
  }

  /** The report as one JSON object, on one line. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report of numbers and texts cannot be written", e);
    }
  }
}

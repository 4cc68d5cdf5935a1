package io.hyperstream.tools.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hyperstream.tools.report.Report;
import java.io.IOException;
import java.util.List;

/**
 * What came out of a replay.
 *
 * @param keys the streams, in the order in which they took turns
 * @param labels how well anomalous lines were told; null if there were no labels
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplayReport(
    @JsonUnwrapped Counts counts,
    @JsonUnwrapped Bits bits,
    @JsonUnwrapped Pace pace,
    @JsonUnwrapped Learning learning,
    List<Key> keys,
    @JsonUnwrapped LabelReport labels)
    implements Report {

  /**
   * What was read.
   *
   * @param symbols that were scored, the separators of lines among them
   * @param records that were scored
   * @param rejected records that could not be decoded
   * @param alerts that were raised
   */
  public record Counts(long symbols, long records, long rejected, long alerts) {}

  /**
   * What symbols cost.
   *
   * @param bits of all of them
   * @param bpc bits per symbol, 0 if there is none
   * @param networkBpc bits per symbol by the network alone; bpc where nothing is mixed with it
   */
  public record Bits(double bits, double bpc, double networkBpc) {

    private static Bits of(Tally.Counts counts) {
      return new Bits(
          counts.bits(),
          ratio(counts.bits(), counts.symbols()),
          ratio(counts.networkBits(), counts.symbols()));
    }
  }

  /**
   * How fast it went.
   *
   * @param seconds from the first record that the learner took to the last score: in a job, to when
   *     a reader of committed records had it
   * @param symbolsPerSecond 0 if there is no time
   */
  public record Pace(double seconds, double symbolsPerSecond) {}

  /**
   * What learned.
   *
   * @param skippedSteps those that left the weights alone because something was not finite
   * @param preset of the learner
   */
  public record Learning(long steps, long skippedSteps, String backend, String preset) {

    private static Learning of(LearnSummary learned, String preset) {
      return new Learning(learned.steps(), learned.skippedSteps(), learned.backend(), preset);
    }
  }

  /** What came out for one stream. */
  public record Key(String key, long symbols, long records, @JsonUnwrapped Bits bits) {

    private static Key of(String key, Tally.Counts counts) {
      return new Key(key, counts.symbols(), counts.records(), Bits.of(counts));
    }
  }

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
        new Counts(total.symbols(), total.records(), tally.rejected(), tally.alerts()),
        Bits.of(total),
        new Pace(seconds, ratio(total.symbols(), seconds)),
        Learning.of(learned, preset),
        tally.keys().entrySet().stream().map(key -> Key.of(key.getKey(), key.getValue())).toList(),
        labels);
  }

  private static double ratio(double dividend, double divisor) {
    return divisor == 0 ? 0 : dividend / divisor;
  }

  @Override
  public List<String> table() {
    return ReportTable.lines(this);
  }
}

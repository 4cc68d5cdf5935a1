package io.hyperstream.tools.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hyperstream.tools.judge.Judgement;
import io.hyperstream.tools.report.Report;
import java.io.IOException;
import java.util.List;

/**
 * Result of a replay.
 *
 * @param keys the streams, in the order in which they took turns
 * @param incidents the incidents, in the order in which they were opened
 * @param alerts the alerts, in the order in which they were raised
 * @param judgement how well anomalous lines were found; null without labels
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplayReport(
    @JsonUnwrapped Counts counts,
    @JsonUnwrapped Bits bits,
    @JsonUnwrapped Pace pace,
    @JsonUnwrapped Learning learning,
    List<Key> keys,
    List<ReplayIncident> incidents,
    List<ReplayAlert> alerts,
    @JsonUnwrapped Judgement judgement)
    implements Report {

  /**
   * What was read.
   *
   * @param symbols number of scored symbols, including line separators
   * @param records number of scored records
   * @param rejected number of records that could not be decoded
   */
  public record Counts(long symbols, long records, long rejected) {}

  /**
   * Bits of the scored symbols.
   *
   * @param bits total bits
   * @param bpc bits per symbol, or 0 without symbols
   * @param networkBpc bits per symbol of the network alone; equals bpc if nothing is mixed with it
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
   * Speed of the replay.
   *
   * @param seconds from the learner's first record to the last score; in a job, until a reader of
   *     committed records has received it
   * @param symbolsPerSecond 0 if no time has passed
   */
  public record Pace(double seconds, double symbolsPerSecond) {}

  /**
   * The learner and its steps.
   *
   * @param skippedSteps number of steps that left the weights unchanged because a value was not
   *     finite
   * @param preset preset of the learner
   */
  public record Learning(long steps, long skippedSteps, String backend, String preset) {

    private static Learning of(LearnSummary learned, String preset) {
      return new Learning(learned.steps(), learned.skippedSteps(), learned.backend(), preset);
    }
  }

  /** Result for one stream. */
  public record Key(String key, long symbols, long records, @JsonUnwrapped Bits bits) {

    private static Key of(String key, Tally.Counts counts) {
      return new Key(key, counts.symbols(), counts.records(), Bits.of(counts));
    }
  }

  /**
   * @param end when the last score arrived, milliseconds since the epoch
   * @throws IOException if the input cannot be read again for its alerts or labels
   */
  static ReplayReport of(
      ReplayInput input, Tally tally, LearnSummary learned, long end, ReplayOptions options)
      throws IOException {
    double budget = options.settings().learnSettings().alerts().budget();
    Judgement judgement = input.isLabelled() ? Labels.judge(input, tally.records(), budget) : null;
    List<ReplayIncident> incidents = ReplayIncident.of(input, tally.incidents());
    List<ReplayAlert> alerts = ReplayAlert.of(input, tally.alerts());
    return of(tally, learned, end, options.preset(), incidents, alerts, judgement);
  }

  /**
   * @param judgement null without labels
   */
  static ReplayReport of(
      Tally tally,
      LearnSummary learned,
      long end,
      String preset,
      List<ReplayIncident> incidents,
      List<ReplayAlert> alerts,
      Judgement judgement) {
    Tally.Counts total = tally.total();
    double seconds = total.records() == 0 ? 0 : (end - learned.firstRecord()) / 1e3;
    return new ReplayReport(
        new Counts(total.symbols(), total.records(), tally.rejected()),
        Bits.of(total),
        new Pace(seconds, ratio(total.symbols(), seconds)),
        Learning.of(learned, preset),
        tally.keys().entrySet().stream().map(key -> Key.of(key.getKey(), key.getValue())).toList(),
        incidents,
        alerts,
        judgement);
  }

  private static double ratio(double dividend, double divisor) {
    return divisor == 0 ? 0 : dividend / divisor;
  }

  @Override
  public List<String> table() {
    return ReportTable.lines(this);
  }
}

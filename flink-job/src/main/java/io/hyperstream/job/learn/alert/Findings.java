package io.hyperstream.job.learn.alert;

import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.model.anomaly.RateAnomaly;
import io.hyperstream.model.anomaly.RateWatch;
import io.hyperstream.schemas.AlertKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what is unusual: a record whose surprise reaches the budget, a drift of its key, and a
 * burst or a silence of records of one kind. A drift is found once: its test then starts again.
 */
final class Findings {

  /** How long a record may be on its way. */
  private static final long GRACE_MILLIS = 1_000;

  /** With less, small bursts would be alerts. */
  private static final double MIN_RATE_BUDGET = 1_000;

  private final AlertSettings settings;
  private final double rateBudget;

  Findings(AlertSettings settings) {
    this.settings = settings;
    this.rateBudget = Math.max(MIN_RATE_BUDGET, settings.budget());
  }

  /**
   * What is unusual once a record has been taken into its key's statistics.
   *
   * @param surprise of the record, NaN if there is none yet
   */
  List<Finding> of(AlertState state, JudgedRecord record, double surprise) {
    List<Finding> found = new ArrayList<>(0);
    RateAnomaly rate =
        state.rates.next(record.pattern(), record.eventTime(), state.seen, rateBudget);
    if (rate != null) {
      found.add(rate(rate, record));
    }
    if (surprise >= settings.budget() && isNews(record)) {
      found.add(
          new Finding(
              AlertKind.SURPRISE, surprise, settings.budget(), record, subject(record, state)));
    }
    // What drifts away is in the evidence of each vector.
    if (state.usual != null && state.usual.drift() >= settings.drift()) {
      found.add(
          new Finding(
              AlertKind.DRIFT,
              state.usual.drift(),
              settings.drift(),
              record,
              record.pattern().text()));
      state.usual.endDrift();
    }
    return found;
  }

  /** An anomaly of vectors is reported when it begins. */
  private static boolean isNews(JudgedRecord record) {
    return record.number() == null || record.number().news;
  }

  /** What is unusual: records of a pattern, or a number. */
  private static String subject(JudgedRecord record, AlertState state) {
    return record.number() == null
        ? record.pattern().text()
        : OddNumber.name(state.names, record.number().dimension);
  }

  /** When a silence becomes unusual: event time, or {@link AlertState#NEVER}. */
  long silent(AlertState state) {
    return state.rates.deadline(rateBudget);
  }

  /**
   * The processing time without a record after which {@link #silence} is due, in milliseconds, or
   * {@link AlertState#NEVER}.
   */
  long silentAfter(AlertState state) {
    long deadline = silent(state);
    return deadline == RateWatch.NEVER
        ? AlertState.NEVER
        : Math.max(0, deadline - state.last.eventTime()) + GRACE_MILLIS;
  }

  /**
   * The silence of a key.
   *
   * @param idle processing time without a record, at least {@link #silentAfter}
   */
  Finding silence(AlertState state, long idle) {
    long time = state.last.eventTime() + idle - GRACE_MILLIS;
    return rate(state.rates.silence(time, rateBudget), state.last);
  }

  private static Finding rate(RateAnomaly rate, JudgedRecord record) {
    return new Finding(
        AlertKind.RATE, rate.rarity(), rate.threshold(), record, rate.pattern(), rate);
  }
}

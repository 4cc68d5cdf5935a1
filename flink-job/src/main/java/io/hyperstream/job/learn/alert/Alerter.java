package io.hyperstream.job.learn.alert;

import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.schemas.AlertKind;

/**
 * Raises alerts for what is unusual in a record: {@link Findings} become alerts, as the {@link
 * Explanation} tells them. For its records, a key raises at most the limit at once, and over time
 * at most that many per 1,000 records.
 */
public final class Alerter {

  private static final double LIMIT_RECORDS = 1_000;

  private final AlertSettings settings;
  private final Findings findings;
  private final Explanation explanation;
  private final AlertSink results;

  /**
   * @param bytes whether symbols are bytes, of which several are a word; else each is one
   */
  public Alerter(boolean bytes, AlertSettings settings, AlertSink results) {
    this.settings = settings;
    this.findings = new Findings(settings);
    this.explanation = new Explanation(bytes);
    this.results = results;
  }

  /** Keeps a symbol that an alert might show. */
  public void keep(int symbol, AlertState state) {
    if (settings.enabled()) {
      state.recent.add(symbol);
    }
  }

  /**
   * Judges a record that has just been scored and taken into its key's statistics.
   *
   * @param key of the stream
   * @param surprise of the record, NaN if there is none yet
   */
  public void judge(String key, AlertState state, JudgedRecord record, double surprise) {
    if (!settings.enabled()) {
      return;
    }
    state.recentAlerts = Math.max(0, state.recentAlerts - settings.limit() / LIMIT_RECORDS);
    for (Finding finding : findings.of(state, record, surprise)) {
      if (isWithinLimit(finding, state)) {
        results.alert(key, explanation.of(finding, state));
      }
    }
  }

  private boolean isWithinLimit(Finding finding, AlertState state) {
    if (finding.kind() == AlertKind.DRIFT) {
      return true;
    }
    if (state.recentAlerts + 1 > settings.limit()) {
      return false;
    }
    state.recentAlerts++;
    return true;
  }
}

package io.hyperstream.job.learn.alert;

import io.hyperstream.job.learn.settings.AlertSettings;

/**
 * Raises alerts for what is unusual in a record: {@link Findings} become {@link Incidents}, and
 * alerts as the {@link Explanation} tells them.
 */
public final class Alerter {

  private final boolean enabled;
  private final Findings findings;
  private final Explanation explanation;
  private final Incidents incidents;

  /**
   * @param bytes whether symbols are bytes, of which several are a word; else each is one
   */
  public Alerter(boolean bytes, AlertSettings settings, AlertSink results) {
    this.enabled = settings.enabled();
    this.findings = new Findings(settings);
    this.explanation = new Explanation(bytes);
    this.incidents = new Incidents(settings, results);
  }

  /** Keeps a symbol that an alert might show. */
  public void keep(int symbol, AlertState state) {
    if (enabled) {
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
    if (!enabled) {
      return;
    }
    incidents.next(key, state, record);
    for (Finding finding : findings.of(state, record, surprise)) {
      incidents.take(key, state, finding, () -> explanation.of(finding, state));
    }
    state.wakeAfter = incidents.wakeAfter(state);
  }

  /**
   * To be called when a key has had no record for {@link AlertState#wakeAfter}.
   *
   * @param eventTime of the key's last record, milliseconds since the epoch
   */
  public void wake(String key, AlertState state, long eventTime) {
    end(key, state, eventTime);
    state.wakeAfter = AlertState.NEVER;
  }

  /** Ends the incidents of a key that ends. */
  public void end(String key, AlertState state, long eventTime) {
    incidents.closeAll(key, state, eventTime);
  }

  /** Writes what has not been written of the incidents of a key, since the input has ended. */
  public void finish(String key, AlertState state, long eventTime) {
    incidents.writeAll(key, state, eventTime);
  }
}

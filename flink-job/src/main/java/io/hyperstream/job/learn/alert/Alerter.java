package io.hyperstream.job.learn.alert;

import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.model.Batch;
import io.hyperstream.model.anomaly.RecordEvidence;
import io.hyperstream.model.anomaly.RecordPattern;
import io.hyperstream.model.anomaly.UsualRecords;
import io.hyperstream.model.anomaly.UsualVectors;
import io.hyperstream.model.expert.Continuation;
import io.hyperstream.schemas.AlertKind;
import java.util.List;

/**
 * Raises alerts for what is unusual in a record: {@link Findings} become {@link Incidents}, and
 * alerts as the {@link Explanation} tells them.
 */
public final class Alerter {

  /** What the silence of a key says. */
  public enum Waiting {
    /** Nothing: its records came late before. */
    UNKNOWN,
    /** Nothing yet: the job has not read all that was sent before. */
    BEHIND,
    /** That nothing was sent. */
    SILENT
  }

  private static final long RETRY_MILLIS = 1_000;

  private final boolean enabled;
  private final int warmUp;
  private final Findings findings;
  private final Explanation explanation;
  private final Incidents incidents;
  private final Rules rules;
  private final AlertSink results;

  /**
   * @param rules by which something is not reported
   */
  public Alerter(AlertSettings settings, Rules rules, AlertSink results) {
    this.enabled = settings.enabled();
    this.warmUp = settings.warmUp();
    this.findings = new Findings(settings);
    this.explanation = new Explanation();
    this.incidents = new Incidents(settings, rules, results);
    this.rules = rules;
    this.results = results;
  }

  /**
   * How surprising the next symbols of a record have to be for the model to be asked what it
   * expected in their place.
   *
   * @param stretch of the record so far
   */
  public float askingLevel(AlertState state, OddStretch stretch) {
    return enabled ? state.asking.of(stretch) : Float.POSITIVE_INFINITY;
  }

  /**
   * Keeps a symbol that an alert might show.
   *
   * @param place in its record, from 0
   * @param surprise how many bits it exceeds their expectation by
   * @param expected in its place, or null if the model was not asked
   * @param stretch of its record
   */
  public void keep(
      int symbol,
      int place,
      float surprise,
      List<Continuation> expected,
      AlertState state,
      OddStretch stretch) {
    if (enabled) {
      stretch.add(place, surprise, expected);
      state.recent.add(symbol);
      stretch.keepText(place, state.recent);
      state.asking.add(expected != null);
    }
  }

  /**
   * Keeps a vector that an alert might show.
   *
   * @param index of its window in the batch
   * @param place in its record, from 0
   * @param stretch of its record
   */
  public void keep(
      Batch batch, int index, int position, int place, AlertState state, OddStretch stretch) {
    if (enabled) {
      state.recent.add(batch, index, position);
      stretch.keepText(place, state.recent);
    }
  }

  /** Whether too few vectors of a key are known for one to be a surprise. */
  public boolean isWarmingUp(UsualVectors usual) {
    return usual.vectors() <= warmUp;
  }

  /**
   * How many usual records of a key there are to one that looks as unusual as this one, which is
   * then taken into account.
   *
   * @param usual what it is compared with, see {@link AlertState#usual(boolean)}
   * @param bits of the record
   * @return NaN during the key's warm-up
   */
  public double surprise(
      UsualRecords usual, RecordEvidence evidence, RecordPattern pattern, double bits) {
    double surprise = usual.judge(evidence, pattern.hash(), bits);
    if (usual.records() <= warmUp) {
      usual.endDrift();
      return Double.NaN;
    }
    return surprise;
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
      raise(key, state, finding);
    }
    state.last = record;
    if (record.symbols() > 0) {
      state.seen.add(record.pattern().hash(), record.eventTime());
    }
    state.wakeAfter = Math.min(incidents.quietAfter(state, 0), findings.silentAfter(state));
  }

  private void raise(String key, AlertState state, Finding finding) {
    if (isSilenced(key, finding)) {
      results.silenced(key);
    } else {
      incidents.take(key, state, finding, () -> explanation.of(finding, state));
    }
  }

  /** A drift is of all records, not of the one at which it was noticed. */
  private boolean isSilenced(String key, Finding finding) {
    long time = finding.record().eventTime();
    String rule =
        finding.kind() == AlertKind.DRIFT
            ? rules.silencing(key, time)
            : rules.silencing(key, finding.pattern(), time);
    return rule != null;
  }

  /**
   * To be called when a key has had no record for {@link AlertState#wakeAfter}.
   *
   * @param eventTime of the key's last record, milliseconds since the epoch
   * @param idle processing time without a record, milliseconds
   * @param waiting what the silence says
   */
  public void wake(String key, AlertState state, long eventTime, long idle, Waiting waiting) {
    long silentAfter = waiting == Waiting.UNKNOWN ? AlertState.NEVER : findings.silentAfter(state);
    if (idle >= silentAfter && waiting == Waiting.BEHIND) {
      state.wakeAfter = idle + RETRY_MILLIS;
      return;
    }
    long quietFrom = 0;
    if (idle >= silentAfter) {
      raise(key, state, findings.silence(state, idle));
      silentAfter = findings.silentAfter(state);
      quietFrom = idle;
    }
    if (idle >= incidents.quietAfter(state, quietFrom)) {
      end(key, state, eventTime);
    }
    state.wakeAfter = Math.min(incidents.quietAfter(state, quietFrom), silentAfter);
  }

  /**
   * When the silence of a key becomes unusual: event time, milliseconds since the epoch, or {@link
   * AlertState#NEVER}.
   */
  public long silent(AlertState state) {
    return findings.silent(state);
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

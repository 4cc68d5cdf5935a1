package io.hyperstream.job.learn.result;

import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.learn.state.OpenRecord;
import io.hyperstream.model.anomaly.RareWords;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.RareWord;
import java.time.Instant;

/**
 * Raises an alert for a record whose surprise reaches the threshold, and for a drift of its key.
 * For its records, a key raises at most the limit at once, and over time at most that many per
 * 1,000 records. A drift is raised once: its test then starts again.
 */
public final class Alerter {

  private static final double LIMIT_RECORDS = 1_000;

  private final boolean bytes;
  private final AlertSettings settings;
  private final ResultSink results;

  /**
   * @param bytes whether symbols are bytes, of which several are a word; else each is one
   */
  public Alerter(boolean bytes, AlertSettings settings, ResultSink results) {
    this.bytes = bytes;
    this.settings = settings;
    this.results = results;
  }

  /** Keeps a symbol that an alert might show. */
  void keep(int symbol, KeyState key) {
    if (settings.enabled()) {
      key.recent.add(symbol);
    }
  }

  /**
   * Judges a record that has just been scored and taken into its key's statistics.
   *
   * @param surprise of the record, NaN if there is none yet
   */
  void judge(String name, KeyState key, OpenRecord record, double surprise) {
    if (!settings.enabled()) {
      return;
    }
    double perRecord = settings.limit() / LIMIT_RECORDS;
    key.recentAlerts = Math.max(0, key.recentAlerts - perRecord);
    if (key.novelty.count() <= settings.warmUp()) {
      key.drift.reset();
      return;
    }
    if (surprise >= settings.threshold() && key.recentAlerts + 1 <= settings.limit()) {
      key.recentAlerts++;
      raise(name, key, record, AlertKind.SURPRISE, surprise, settings.threshold());
    }
    if (key.drift.sum() >= settings.drift()) {
      raise(name, key, record, AlertKind.DRIFT, key.drift.sum(), settings.drift());
      key.drift.reset();
    }
  }

  private void raise(
      String name,
      KeyState key,
      OpenRecord record,
      AlertKind kind,
      double score,
      double threshold) {
    Observations text = key.recent.toObservations();
    int start = Math.max(0, text.size() - record.symbols);
    Alert alert = new Alert();
    alert.setTopic(record.topic);
    alert.setPartition(record.partition);
    alert.setOffset(record.offset);
    alert.setEventTime(Instant.ofEpochMilli(record.eventTime));
    alert.setKind(kind);
    alert.setScore(score);
    alert.setThreshold(threshold);
    alert.setText(SymbolEncoding.encode(text));
    alert.setRecordStart(start);
    boolean whole = record.symbols <= text.size();
    alert.setRareWords(
        RareWords.of(text, start, whole, bytes, key.words).stream()
            .map(word -> new RareWord(word.start(), word.end(), word.before()))
            .toList());
    results.alert(name, alert);
  }
}

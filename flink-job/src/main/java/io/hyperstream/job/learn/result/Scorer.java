package io.hyperstream.job.learn.result;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.alert.AlertState;
import io.hyperstream.job.learn.alert.Alerter;
import io.hyperstream.job.learn.alert.JudgedRecord;
import io.hyperstream.job.learn.settings.ScoreSettings;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.learn.state.OpenRecord;
import io.hyperstream.job.progress.OpenOffsets;
import io.hyperstream.model.Batch;
import io.hyperstream.model.StepResult;
import io.hyperstream.model.anomaly.UsualRecords;
import io.hyperstream.schemas.Score;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Gives the bits of each symbol to the record it belongs to, and a {@link Score} for each record,
 * or for all that are usual in a span of time, as soon as its last symbol and the records before it
 * are scored. The alerter then judges the record.
 */
public final class Scorer {

  private final ScoreSettings settings;
  private final long span;
  private final boolean text;
  private final Alerter alerter;
  private final ResultSink results;
  private final OpenOffsets open;

  /**
   * @param text whether symbols are bytes, of which several are a word; else each is one
   * @param open the records that are not fully scored
   */
  public Scorer(
      ScoreSettings settings, boolean text, Alerter alerter, ResultSink results, OpenOffsets open) {
    this.settings = settings;
    this.span = settings.span().toMillis();
    this.text = text;
    this.alerter = alerter;
    this.results = results;
    this.open = open;
  }

  /**
   * Asks for what the model expected in the place of the most surprising symbols of one window.
   *
   * @param index of the window in the next step's batch
   * @param before observations of the key in the windows before it
   */
  public void ask(KeyState key, Batch batch, int index, int before) {
    int position = -before;
    for (OpenRecord record : key.open) {
      if (position >= batch.length(index)) {
        return;
      }
      int end = position + record.unscored;
      if (!record.isScored() && end > 0) {
        float level = alerter.askingLevel(key.alerts, record.stretch);
        batch.ask(index, Math.max(0, position), level);
      }
      position = end;
    }
  }

  /**
   * Takes the scores of one window.
   *
   * @param index of the window in the step's batch
   * @param version of the model that scored it
   */
  public void score(
      String name, KeyState key, Batch batch, StepResult result, int index, long version) {
    int length = batch.length(index);
    int position = 0;
    while (position < length) {
      OpenRecord record = key.open.element();
      UsualRecords usual = key.alerts.usual(record.learned);
      int end = Math.min(length, position + record.unscored);
      for (; position < end; position++) {
        int place = record.symbols - record.unscored;
        float bits = result.bits(index, position);
        record.score(bits, result.networkBits(index, position));
        key.statistics.add(bits);
        int symbol = batch.symbol(index, position);
        float expectation = result.expectation(index, position);
        add(record, symbol, bits, expectation, usual);
        alerter.keep(
            symbol,
            place,
            bits - expectation,
            result.continuations(index, position),
            key.alerts,
            record.stretch);
      }
      key.eventTime = record.eventTime;
      closeScored(name, key, version);
    }
  }

  private void add(
      OpenRecord record, int symbol, float bits, float expectation, UsualRecords usual) {
    if (text) {
      record.evidence.addByte(symbol, bits, expectation, usual);
      record.pattern.addByte(symbol);
    } else {
      record.evidence.addToken(symbol, bits, expectation, usual);
      record.pattern.addToken(symbol);
    }
  }

  /** Closes the records at the front that have no symbol left to score. */
  public void closeScored(String name, KeyState key, long version) {
    while (!key.open.isEmpty() && key.open.element().isScored()) {
      close(name, key, key.open.remove(), version);
    }
  }

  private void close(String name, KeyState key, OpenRecord record, long version) {
    Score score = scoreOf(record, key, version);
    AlertState alerts = key.alerts;
    double surprise = Double.NaN;
    if (record.symbols > 0) {
      surprise =
          alerter.surprise(
              alerts.usual(record.learned), record.evidence, record.pattern, record.bits);
      score.setSurprise(Double.isNaN(surprise) ? null : (Double) surprise);
    }
    write(name, key, score);
    open.close(record.topic, record.partition, record.offset);
    alerter.judge(
        name,
        alerts,
        new JudgedRecord(
            record.topic,
            record.partition,
            record.offset,
            record.eventTime,
            record.symbols,
            record.stretch,
            record.pattern),
        surprise);
  }

  /** A record that is usual adds to what is summed. */
  private void write(String name, KeyState key, Score score) {
    boolean own = settings.isOwn(score.getSurprise());
    if (key.summed != null
        && (settings.above() == 0 || !SummedScore.takes(key.summed, score, span))) {
      writeSummed(name, key);
    }
    if (own) {
      results.score(name, score);
    } else {
      key.summed = SummedScore.add(key.summed, score);
    }
  }

  /** Writes the score of all records that have none of their own, if there are such. */
  public void writeSummed(String name, KeyState key) {
    if (key.summed != null) {
      results.score(name, key.summed);
      key.summed = null;
    }
  }

  /** The score without the figures that judge the record. */
  private static Score scoreOf(OpenRecord record, KeyState key, long version) {
    Score score = new Score();
    score.setTopic(record.topic);
    score.setPartition(record.partition);
    score.setOffset(record.offset);
    score.setEventTime(Instant.ofEpochMilli(record.eventTime));
    score.setRecords(1);
    score.setSymbols(record.symbols);
    score.setCharacters(
        record.characters == InputRecord.NO_CHARACTERS ? null : (Integer) record.characters);
    score.setBits(record.bits);
    score.setNetworkBits(record.networkBits);
    score.setBpc(record.symbols == 0 ? 0 : record.bits / record.symbols);
    score.setKeySymbols(key.statistics.symbols());
    score.setKeyBpc(key.statistics.mean());
    score.setKeyFadingBpc(key.statistics.fadingMean());
    score.setModelVersion(version);
    score.setSymbolBits(record.symbolBits == null ? null : ByteBuffer.wrap(record.symbolBits));
    return score;
  }
}

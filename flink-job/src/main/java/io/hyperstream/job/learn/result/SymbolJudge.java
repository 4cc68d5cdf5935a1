package io.hyperstream.job.learn.result;

import io.hyperstream.job.learn.alert.Alerter;
import io.hyperstream.job.learn.alert.JudgedRecord;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.learn.state.OpenRecord;
import io.hyperstream.model.Batch;
import io.hyperstream.model.StepResult;
import io.hyperstream.model.anomaly.UsualRecords;
import io.hyperstream.schemas.Score;

/** Judges records of symbols, by {@link UsualRecords}. */
final class SymbolJudge implements Judge {

  private final boolean text;
  private final Alerter alerter;

  /**
   * @param text whether symbols are bytes, of which several are a word; else each is one
   */
  SymbolJudge(boolean text, Alerter alerter) {
    this.text = text;
    this.alerter = alerter;
  }

  @Override
  public void take(
      OpenRecord record,
      KeyState key,
      Batch batch,
      StepResult result,
      int index,
      int from,
      int to,
      int place) {
    UsualRecords usual = key.alerts.usual(record.learned);
    for (int position = from; position < to; position++) {
      int symbol = batch.symbol(index, position);
      float bits = result.bits(index, position);
      float expectation = result.expectation(index, position);
      add(record, symbol, bits, expectation, usual);
      alerter.keep(
          symbol,
          place + position - from,
          bits - expectation,
          result.continuations(index, position),
          key.alerts,
          record.stretch);
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

  @Override
  public void end(OpenRecord record, KeyState key, Score score) {
    double surprise =
        alerter.surprise(
            key.alerts.usual(record.learned), record.evidence, record.pattern, record.bits);
    score.setSurprise(Double.isNaN(surprise) ? null : (Double) surprise);
  }

  @Override
  public JudgedRecord judged(OpenRecord record) {
    return new JudgedRecord(
        record.topic,
        record.partition,
        record.offset,
        record.eventTime,
        record.symbols,
        record.stretch,
        record.pattern);
  }
}

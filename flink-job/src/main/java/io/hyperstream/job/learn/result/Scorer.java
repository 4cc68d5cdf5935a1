package io.hyperstream.job.learn.result;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.alert.Alerter;
import io.hyperstream.job.learn.settings.ScoreSettings;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.learn.state.OpenRecord;
import io.hyperstream.job.progress.OpenOffsets;
import io.hyperstream.model.Batch;
import io.hyperstream.model.StepResult;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.observation.ObservationKind;
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
  private final Judge judge;
  private final Alerter alerter;
  private final ResultSink results;
  private final OpenOffsets open;

  /**
   * @param network whose predictions are scored
   * @param open the records that are not fully scored
   */
  public Scorer(
      ScoreSettings settings,
      HyperLstmConfig network,
      Alerter alerter,
      ResultSink results,
      OpenOffsets open) {
    this.settings = settings;
    this.span = settings.span().toMillis();
    this.judge =
        network.density() == null
            ? new SymbolJudge(network.vocabulary() == ObservationKind.BYTE_VALUES, alerter)
            : new VectorJudge(network.density(), alerter);
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
      int place = record.symbols - record.unscored;
      int end = Math.min(length, position + record.unscored);
      for (int i = position; i < end; i++) {
        float bits = result.bits(index, i);
        record.score(bits, result.networkBits(index, i));
        key.statistics.add(bits);
      }
      judge.take(record, key, batch, result, index, position, end, place);
      position = end;
      key.eventTime = record.eventTime;
      closeScored(name, key, version);
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
    if (record.symbols > 0) {
      judge.end(record, key, score);
    }
    double surprise = score.getSurprise() == null ? Double.NaN : score.getSurprise();
    write(name, key, score);
    open.close(record.topic, record.partition, record.offset);
    alerter.judge(name, key.alerts, judge.judged(record), surprise);
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

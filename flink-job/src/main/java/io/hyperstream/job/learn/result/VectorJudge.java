package io.hyperstream.job.learn.result;

import io.hyperstream.job.learn.alert.Alerter;
import io.hyperstream.job.learn.alert.JudgedRecord;
import io.hyperstream.job.learn.alert.OddNumber;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.learn.state.OpenRecord;
import io.hyperstream.model.Batch;
import io.hyperstream.model.StepResult;
import io.hyperstream.model.anomaly.RecordPattern;
import io.hyperstream.model.anomaly.UsualVectors;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.schemas.Range;
import io.hyperstream.schemas.Score;
import java.util.ArrayList;
import java.util.List;

/** Judges records of vectors, by {@link UsualVectors}: the most surprising vector decides. */
final class VectorJudge implements Judge {

  /** All vectors of a stream are records of one kind, as far as their number goes. */
  private static final RecordPattern ONE_KIND = new RecordPattern();

  private final int dimension;

  /** Whether each vector has a time of its own. */
  private final boolean timed;

  private final Alerter alerter;

  VectorJudge(DensityConfig density, Alerter alerter) {
    this.dimension = density.dimension();
    this.timed = density.time();
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
    UsualVectors usual = key.alerts.vectors(record.learned);
    for (int position = from; position < to; position++) {
      int own = place + position - from;
      usual.begin(timed ? batch.number(index, position, dimension) : record.eventTime);
      for (int d = 0; d < dimension; d++) {
        float tail = result.tailBits(index, position, d);
        if (!Float.isNaN(tail)) {
          usual.add(d, tail, result.deviation(index, position, d));
        }
        if (record.ranges != null) {
          keepRange(record.ranges, own * dimension + d, batch, result, index, position, d);
        }
      }
      usual.end();
      if (usual.surprise() > record.number.surprise) {
        keep(record.number, usual, result, index, position);
        record.stretch.startAt(own);
      }
      alerter.keep(batch, index, position, own, key.alerts, record.stretch);
    }
  }

  private static void keepRange(
      double[] ranges, int number, Batch batch, StepResult result, int index, int position, int d) {
    int at = OpenRecord.RANGE * number;
    ranges[at] = batch.number(index, position, d);
    ranges[at + 1] = result.low(index, position, d);
    ranges[at + 2] = result.middle(index, position, d);
    ranges[at + 3] = result.high(index, position, d);
  }

  private static void keep(
      OddNumber number, UsualVectors usual, StepResult result, int index, int position) {
    int d = usual.worst();
    number.dimension = d;
    number.surprise = usual.surprise();
    number.news = usual.isNew();
    number.low = result.low(index, position, d);
    number.middle = result.middle(index, position, d);
    number.high = result.high(index, position, d);
  }

  @Override
  public void end(OpenRecord record, KeyState key, Score score) {
    if (!alerter.isWarmingUp(key.alerts.vectors)) {
      score.setSurprise(record.number.surprise);
      score.setBy(OddNumber.name(key.alerts.names, record.number.dimension));
    }
    if (record.ranges != null) {
      score.setRanges(ranges(record.ranges, key.alerts.names));
    }
  }

  private List<Range> ranges(double[] numbers, String[] names) {
    List<Range> ranges = new ArrayList<>(numbers.length / OpenRecord.RANGE);
    for (int at = 0; at < numbers.length; at += OpenRecord.RANGE) {
      Double value = Double.isNaN(numbers[at]) ? null : numbers[at];
      String name = OddNumber.name(names, at / OpenRecord.RANGE % dimension);
      ranges.add(new Range(name, value, numbers[at + 1], numbers[at + 2], numbers[at + 3]));
    }
    return ranges;
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
        ONE_KIND,
        record.number);
  }
}

package io.hyperstream.job.learn;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.input.StreamKey;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.model.StepResult;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Score;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Gives the bits of each symbol to the record it belongs to, and a {@link Score} for each record as
 * soon as its last symbol and the records before it are scored.
 */
final class Scorer {

  private final AvroCodec<Score> codec = AvroCodec.of(Score.class);
  private final Consumer<OutputRecord> output;

  Scorer(Consumer<OutputRecord> output) {
    this.output = output;
  }

  /**
   * Takes the scores of one window.
   *
   * @param index of the window in the step's batch
   * @param length of the window
   * @param version of the model that scored it
   */
  void score(String name, KeyState key, StepResult result, int index, int length, long version) {
    int position = 0;
    while (position < length) {
      OpenRecord record = key.open.element();
      int end = Math.min(length, position + record.unscored);
      for (; position < end; position++) {
        float bits = result.bits(index, position);
        record.score(bits, result.networkBits(index, position));
        key.statistics.add(bits);
      }
      key.eventTime = record.eventTime;
      closeScored(name, key, version);
    }
  }

  /** Closes the records at the front that have no symbol left to score. */
  void closeScored(String name, KeyState key, long version) {
    while (!key.open.isEmpty() && key.open.element().isScored()) {
      OpenRecord record = key.open.remove();
      output.accept(
          new OutputRecord(
              StreamKey.toBytes(name),
              codec.encode(scoreOf(record, key, version)),
              record.eventTime));
    }
  }

  private static Score scoreOf(OpenRecord record, KeyState key, long version) {
    double bpc = 0;
    Double surprise = null;
    if (record.symbols > 0) {
      bpc = record.bits / record.symbols;
      double z = key.surprise.add(bpc);
      surprise = Double.isNaN(z) ? null : (Double) z;
    }
    Score score = new Score();
    score.setTopic(record.topic);
    score.setPartition(record.partition);
    score.setOffset(record.offset);
    score.setEventTime(Instant.ofEpochMilli(record.eventTime));
    score.setSymbols(record.symbols);
    score.setCharacters(
        record.characters == InputRecord.NO_CHARACTERS ? null : (Integer) record.characters);
    score.setBits(record.bits);
    score.setNetworkBits(record.networkBits);
    score.setBpc(bpc);
    score.setKeySymbols(key.statistics.symbols());
    score.setKeyBpc(key.statistics.mean());
    score.setKeyFadingBpc(key.statistics.fadingMean());
    score.setSurprise(surprise);
    score.setModelVersion(version);
    score.setSymbolBits(record.symbolBits == null ? null : ByteBuffer.wrap(record.symbolBits));
    return score;
  }
}

package io.hyperstream.tools.watch;

import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.Score;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** Scores and predictions as the job writes them. */
final class Fixtures {

  private Fixtures() {}

  static Score score(int symbols, double bits, long keySymbols, double fadingBpc, long version) {
    return Score.newBuilder()
        .setTopic("text")
        .setPartition(0)
        .setOffset(0)
        .setEventTime(Instant.EPOCH)
        .setSymbols(symbols)
        .setBits(bits)
        .setBpc(bits / symbols)
        .setKeySymbols(keySymbols)
        .setKeyBpc(1.25)
        .setKeyFadingBpc(fadingBpc)
        .setSurprise(5_000.0)
        .setModelVersion(version)
        .build();
  }

  /** A score of a vector, whose number "cpu" is the oddest. */
  static Score vector(double bits, long keyVectors) {
    Score score = score(1, bits, keyVectors, bits, 1);
    score.setBy("cpu");
    return score;
  }

  static Rejected rejected(String reason) {
    return new Rejected("text", 0, 3L, Instant.EPOCH, reason, 1, ByteBuffer.wrap(new byte[1]));
  }

  static Prediction prediction(Object continuation, long version) {
    return Prediction.newBuilder()
        .setPosition(0)
        .setEventTime(Instant.EPOCH)
        .setCandidates(List.of())
        .setContinuation(continuation)
        .setModelVersion(version)
        .build();
  }
}

package io.hyperstream.tools.watch;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Expected;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.IncidentStatus;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.Score;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

  /** An alert for the record {@code kernel panic}, which stands out. */
  static Alert alert(long offset) {
    return Alert.newBuilder()
        .setTopic("text")
        .setPartition(0)
        .setOffset(offset)
        .setEventTime(Instant.EPOCH)
        .setKind(AlertKind.SURPRISE)
        .setScore(3.4)
        .setThreshold(1.85)
        .setText(ByteBuffer.wrap("usual\nkernel panic\n".getBytes(StandardCharsets.US_ASCII)))
        .setRecordStart(6)
        .setStretchStart(6)
        .setStretchEnd(18)
        .setExpected(
            List.of(
                new Expected(
                    ByteBuffer.wrap("all is well".getBytes(StandardCharsets.US_ASCII)), 0.9)))
        .build();
  }

  /** An incident whose best alert is that of the record. */
  static Incident incident(String key, long offset, IncidentStatus status, long count) {
    Alert best = alert(offset);
    return new Incident(
        best.getTopic() + "/0@" + offset,
        key,
        status,
        List.of(best.getKind()),
        best.getEventTime(),
        best.getEventTime().plusSeconds(1),
        best.getEventTime().plusSeconds(1),
        count,
        4,
        best,
        "usual",
        null);
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

package io.hyperstream.tools.alert;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Expected;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.IncidentStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Alerts and incidents as the job writes them. */
public final class AlertFixtures {

  private AlertFixtures() {}

  /** An alert for the record {@code a <panic>}, in which {@code <panic>} stands out. */
  public static Alert alert(long offset) {
    return Alert.newBuilder()
        .setTopic("text")
        .setPartition(0)
        .setOffset(offset)
        .setEventTime(Instant.ofEpochMilli(1_000_000 + 1_000 * offset))
        .setKind(AlertKind.SURPRISE)
        .setScore(3_400)
        .setThreshold(1_000)
        .setText(ByteBuffer.wrap("usual\n\ta <panic>\n".getBytes(StandardCharsets.US_ASCII)))
        .setRecordStart(6)
        .setStretchStart(9)
        .setStretchEnd(16)
        .setExpected(
            List.of(expected("calm line\n", 0.875), expected("still \u00e4\u0000", 0.0625)))
        .setPattern("a <panic>")
        .setLikeSeen(12)
        .setLikeLastSeen(Instant.ofEpochMilli(1_000_000 + 1_000 * offset - 185_000))
        .build();
  }

  /** An incident whose best alert is that of the record. */
  public static Incident incident(String key, long offset, IncidentStatus status, long count) {
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

  private static Expected expected(String continuation, double probability) {
    return new Expected(
        ByteBuffer.wrap(continuation.getBytes(StandardCharsets.UTF_8)), probability);
  }
}

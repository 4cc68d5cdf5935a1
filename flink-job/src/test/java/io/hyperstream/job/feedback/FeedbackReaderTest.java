package io.hyperstream.job.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.exchange.FeedbackEvent;
import io.hyperstream.job.exchange.LearnEvent;
import io.hyperstream.job.input.DecodeFunction;
import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.job.output.ResultEncoder;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import io.hyperstream.schemas.Rejected;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedbackReaderTest {

  private static final AvroCodec<Feedback> CODEC = AvroCodec.of(Feedback.class);

  private OneInputStreamOperatorTestHarness<RawRecord, LearnEvent> reader;

  @BeforeEach
  void start() throws Exception {
    reader =
        new OneInputStreamOperatorTestHarness<>(
            new FeedbackReader("feedback", null, ResultEncoder.avro(Rejected.class)));
    reader.open();
  }

  @AfterEach
  void stop() throws Exception {
    reader.close();
  }

  private void send(String key, byte[] value) throws Exception {
    byte[] id = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    reader.processElement(new StreamRecord<>(new RawRecord("feedback", 0, 7, 5, id, value)));
  }

  private void send(String key, String json) throws Exception {
    send(key, json.getBytes(StandardCharsets.UTF_8));
  }

  private List<FeedbackEvent> heard() {
    return reader.extractOutputValues().stream().map(FeedbackEvent.class::cast).toList();
  }

  private String reason() throws Exception {
    StreamRecord<OutputRecord> rejected = reader.getSideOutput(DecodeFunction.REJECTED).remove();
    Rejected record = AvroCodec.of(Rejected.class).decode(rejected.getValue().value);
    assertThat(record.getTopic()).hasToString("feedback");
    assertThat(record.getOffset()).isEqualTo(7);
    return record.getReason().toString();
  }

  @Test
  void rulesAreHandedOnWhateverTheirFormat() throws Exception {
    Feedback rule =
        Feedback.newBuilder()
            .setAction(FeedbackAction.FINE)
            .setStream("web-1")
            .setPatterns(List.of("took # ms"))
            .setUntil(Instant.ofEpochMilli(9))
            .build();
    send("a", CODEC.encode(rule));
    send(
        "b",
        "{\"action\": \"FINE\", \"stream\": \"web-1\", \"patterns\": [\"took # ms\"], \"until\": 9}");
    send("a", (byte[]) null);
    assertThat(heard()).extracting(FeedbackEvent::id).containsExactly("a", "b", "a");
    assertThat(CODEC.decode(heard().get(0).value())).isEqualTo(rule);
    assertThat(CODEC.decode(heard().get(1).value())).isEqualTo(rule);
    assertThat(heard().get(2).value()).isNull();
  }

  @Test
  void whatIsNoRuleIsRejectedWithTheReason() throws Exception {
    send(null, "{\"action\": \"DO_NOT_LEARN\"}");
    assertThat(reason())
        .isEqualTo("the key must be the id of a rule, 1 to 1000 bytes long, but there is none");
    send("a", "nonsense");
    assertThat(reason()).startsWith("not Feedback in Avro single-object encoding");
    send("a", "{\"action\": \"SILENCE\"}");
    assertThat(reason())
        .isEqualTo(
            "not Feedback as JSON: action must be one of FINE, DO_NOT_REPORT, DO_NOT_LEARN,"
                + " PREDICT, but is \"SILENCE\"");
    send("a", "{\"action\": 1}");
    assertThat(reason()).contains("action must be one of").endsWith("but is 1");
    send("a", "{\"stream\": \"a\"}");
    assertThat(reason()).isEqualTo("not Feedback as JSON: the field action is missing");
    send("a", "{\"action\": \"DO_NOT_REPORT\", \"pattern\": [\"b\"]}");
    assertThat(reason())
        .isEqualTo(
            "not Feedback as JSON: there is no field pattern; the fields are action, stream,"
                + " patterns, from, until, origin, note, author, created");
    send("a", "{\"action\": \"DO_NOT_REPORT\", ");
    assertThat(reason()).isEqualTo("not Feedback as JSON: malformed at line 1, column 29");
    send("a", "{\"action\": \"DO_NOT_REPORT\"} {}");
    assertThat(reason()).startsWith("not Feedback as JSON: malformed at line 1");
    send("a", "{\"action\": \"FINE\"}");
    assertThat(reason())
        .isEqualTo(
            "a rule FINE needs a pattern; to silence all records of a stream, use DO_NOT_REPORT");
    send("a", "{\"action\": \"DO_NOT_REPORT\", \"from\": 2000, \"until\": 1000}");
    assertThat(reason()).startsWith("the rule ends before it begins: from 1970-01-01T00:00:02Z");
    send("a", "{\"action\": \"FINE\", \"patterns\": [null]}");
    assertThat(reason()).endsWith("patterns must be a text, but is null");
    send("a", "{\"action\": \"DO_NOT_REPORT\", \"stream\": \"a\", \"patterns\": \"b\"}");
    assertThat(reason()).endsWith("patterns must be an array, but is \"b\"");
    send("a", "{\"action\": \"DO_NOT_LEARN\", \"stream\": 7}");
    assertThat(reason()).endsWith("stream must be null or string, but is 7");
    byte[] damaged =
        CODEC.encode(
            new Feedback(FeedbackAction.FINE, null, List.of(), null, null, null, null, null, null));
    damaged[10] = 14;
    send("a", damaged);
    assertThat(reason()).startsWith("malformed Feedback").doesNotContain("java", "Exception");
    send("a", new byte[] {0, 0, 0, 0, 9, 1});
    assertThat(reason()).contains("schema 9").contains("registry.url");
    assertThat(heard()).isEmpty();
  }
}

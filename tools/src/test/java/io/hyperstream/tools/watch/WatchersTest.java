package io.hyperstream.tools.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class WatchersTest {

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private long now = 1_000_000;
  private final Watchers watchers = new Watchers(producer, "feedback", () -> now);

  /** The ids of the rules since the last call. */
  private List<String> written() {
    List<String> ids =
        producer.history().stream()
            .map(record -> new String(record.key(), StandardCharsets.UTF_8))
            .toList();
    producer.clear();
    return ids;
  }

  @Test
  void aKeyIsAskedForAsLongAsItIsShown() throws Exception {
    watchers.show(List.of("web", "wéb"));
    ProducerRecord<byte[], byte[]> record = producer.history().get(1);
    assertThat(record.topic()).isEqualTo("feedback");
    Feedback rule = AvroCodec.of(Feedback.class).decode(record.value());
    assertThat(rule.getAction()).isEqualTo(FeedbackAction.PREDICT);
    assertThat(rule.getStream()).isEqualTo("wéb");
    assertThat(rule.getUntil().toEpochMilli()).isEqualTo(now + 30_000);
    assertThat(written()).containsExactly("watch/web", "watch/wéb");

    now += 9_999;
    watchers.show(List.of("web", "db"));
    assertThat(written()).containsExactly("watch/db");
    now += 1;
    watchers.show(List.of("web", "db"));
    assertThat(written()).containsExactly("watch/web");
  }

  @Test
  void whatCouldNotBeSentIsSentAgain() {
    watchers.show(List.of("web"));
    producer.errorNext(new IllegalStateException("no such topic"));
    written();
    now += 999;
    watchers.show(List.of("web"));
    assertThat(written()).isEmpty();
    now += 1;
    watchers.show(List.of("web"));
    assertThat(written()).containsExactly("watch/web");
  }
}

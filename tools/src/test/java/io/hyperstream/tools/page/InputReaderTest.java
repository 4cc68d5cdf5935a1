package io.hyperstream.tools.page;

import static io.hyperstream.tools.page.PageFixtures.plain;
import static io.hyperstream.tools.page.PageFixtures.score;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.SchemaSource;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class InputReaderTest {

  private static final TopicPartition INPUT = new TopicPartition("text", 0);

  private final KnownStreams streams = new KnownStreams(() -> 0);
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final InputReader reader =
      new InputReader(consumer, new InputText(SchemaSource.NONE), streams);

  @Test
  void readsTheRecordsThatAreShownAndNoOthers() {
    streams.add("seen", score(5, 3, 1, null));
    streams.add("unseen", score(6, 3, 1, null));
    streams.add("seen", score(7, 3, 1, null));
    KnownStream seen = streams.show("seen");
    inKafka(5, "ab", "cd", "ef");

    reader.readWanted();

    assertThat(seen.records)
        .extracting(record -> plain(record.text()))
        .containsExactly("ab\n", "ef\n");
    assertThat(streams.textsWanted()).isEmpty();
  }

  @Test
  void whatIsNotThereIsNotWaitedFor() {
    streams.add("seen", score(5, 3, 1, null));
    streams.add("seen", score(6, 9, 1, null));
    streams.add("seen", score(7, 3, 1, null));
    streams.show("seen");
    inKafka(5, "ab", "not that long", "cd");

    reader.readWanted();

    assertThat(streams.textsWanted()).isEmpty();
    assertThat(streams.show("seen").records)
        .extracting(record -> record.text() == null)
        .containsExactly(false, true, false);
  }

  @Test
  void nothingIsReadWhenNothingIsShown() {
    streams.add("unseen", score(5, 3, 1, null));

    reader.readWanted();

    assertThat(consumer.assignment()).isEmpty();
  }

  private void inKafka(long firstOffset, String... values) {
    consumer.updateBeginningOffsets(Map.of(INPUT, firstOffset));
    consumer.schedulePollTask(
        () -> {
          for (int i = 0; i < values.length; i++) {
            consumer.addRecord(
                new ConsumerRecord<>(
                    INPUT.topic(), 0, firstOffset + i, null, values[i].getBytes(UTF_8)));
          }
        });
  }
}

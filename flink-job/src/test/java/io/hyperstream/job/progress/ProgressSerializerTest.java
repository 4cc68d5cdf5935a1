package io.hyperstream.job.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.progress.Progress.Kind;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProgressSerializerTest {

  @Test
  void readsWhatItWroteAndNoMore() throws IOException {
    Progress progress =
        new Progress(
            Kind.OPEN,
            Map.of(new TopicPartition("text", 0), 1L << 40, new TopicPartition("logs", 7), 0L));
    DataOutputSerializer out = new DataOutputSerializer(16);
    new ProgressSerializer().serialize(progress, out);
    out.write(99);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

    assertThat(new ProgressSerializer().deserialize(in)).isEqualTo(progress);
    assertThat(in.readByte()).isEqualTo((byte) 99);
  }
}

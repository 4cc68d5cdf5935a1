package io.hyperstream.job.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.sync.Encoding;
import io.hyperstream.model.sync.WeightChange;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class LearnEventSerializerTest {

  private static LearnEvent again(LearnEvent event) throws IOException {
    LearnEventSerializer serializer = new LearnEventSerializer();
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(event, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    LearnEvent read = serializer.deserialize(in);
    assertThat(in.available()).isZero();
    return read;
  }

  @Test
  void readsWhatItWrote() throws IOException {
    WeightChange change = new WeightChange(1, 2, 3, Encoding.INT8, new byte[] {4, -5});
    assertThat(again(new SyncEvent(-6, change)))
        .usingRecursiveComparison()
        .isEqualTo(new SyncEvent(-6, change));
    assertThat(again(SyncEvent.begin(7))).isEqualTo(SyncEvent.begin(7));
    assertThat(again(new FeedbackEvent("ä", new byte[] {8, 9})))
        .usingRecursiveComparison()
        .isEqualTo(new FeedbackEvent("ä", new byte[] {8, 9}));
    assertThat(again(new FeedbackEvent("", null))).isEqualTo(new FeedbackEvent("", null));
  }
}

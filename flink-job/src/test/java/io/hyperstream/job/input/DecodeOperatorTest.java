package io.hyperstream.job.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.output.OutputFormat;
import io.hyperstream.job.output.TopicEncoders;
import io.hyperstream.job.progress.Progress;
import io.hyperstream.schemas.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DecodeOperatorTest {

  @Test
  void saysBeforeABarrierWhichPositionsItHasReached() throws Exception {
    DecodeSettings settings =
        new DecodeSettings("text", InputFormat.TEXT, Separator.NEWLINE, 5, 256, null, null);
    TopicEncoders encoders = new TopicEncoders(OutputFormat.JSON, Optional.empty());
    DecodeFunction function = new DecodeFunction(settings, encoders.of("rejected", Rejected.class));
    try (var harness = new OneInputStreamOperatorTestHarness<>(new DecodeOperator(function))) {
      harness.open();
      harness.processElement(record(0, 7, "fine"));
      harness.processElement(record(1, 2, "too long"));
      harness.processElement(record(2, 4, null));
      harness.prepareSnapshotPreBarrier(1);

      assertThat(harness.getSideOutput(Progress.TAG))
          .extracting(StreamRecord::getValue)
          .containsExactly(
              new Progress(
                  Progress.Kind.REACHED,
                  Map.of(partition(0), 8L, partition(1), 3L, partition(2), 5L)));
    }
  }

  private static StreamRecord<RawRecord> record(int partition, long offset, String value) {
    byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    return new StreamRecord<>(new RawRecord("text", partition, offset, 0, null, bytes));
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition("text", number);
  }
}

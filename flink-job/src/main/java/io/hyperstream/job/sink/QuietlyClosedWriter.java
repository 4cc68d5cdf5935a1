package io.hyperstream.job.sink;

import io.hyperstream.job.output.OutputRecord;
import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink.PrecommittingStatefulSinkWriter;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka writer whose close never fails. In Flink's own, close throws what the producer has failed
 * with in the background, and a task that fails while it is cleaned up ends the whole task manager.
 * Nothing is lost: what a checkpoint needs was flushed before it, or the checkpoint has failed.
 */
final class QuietlyClosedWriter
    implements StatefulSinkWriter<OutputRecord, KafkaWriterState>,
        CommittingSinkWriter<OutputRecord, KafkaCommittable> {

  private static final Logger LOG = LoggerFactory.getLogger(QuietlyClosedWriter.class);

  private final PrecommittingStatefulSinkWriter<OutputRecord, KafkaWriterState, KafkaCommittable>
      writer;

  QuietlyClosedWriter(
      PrecommittingStatefulSinkWriter<OutputRecord, KafkaWriterState, KafkaCommittable> writer) {
    this.writer = writer;
  }

  @Override
  public void write(OutputRecord record, Context context) throws IOException, InterruptedException {
    writer.write(record, context);
  }

  @Override
  public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
    writer.writeWatermark(watermark);
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    writer.flush(endOfInput);
  }

  @Override
  public Collection<KafkaCommittable> prepareCommit() throws IOException, InterruptedException {
    return writer.prepareCommit();
  }

  @Override
  public List<KafkaWriterState> snapshotState(long checkpointId) throws IOException {
    return writer.snapshotState(checkpointId);
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("The producer had failed before it was closed", e);
    } finally {
      closeAdminClient();
    }
  }

  /** Flink's writer leaves its admin client open: a thread and a connection at each restart. */
  private void closeAdminClient() {
    try {
      for (Field field : writer.getClass().getDeclaredFields()) {
        if (Admin.class.isAssignableFrom(field.getType())) {
          field.setAccessible(true);
          if (field.get(writer) instanceof Admin admin) {
            admin.close(Duration.ZERO);
          }
        }
      }
    } catch (ReflectiveOperationException e) {
      LOG.warn("The admin client of Flink's Kafka writer may have been left open", e);
    }
  }
}

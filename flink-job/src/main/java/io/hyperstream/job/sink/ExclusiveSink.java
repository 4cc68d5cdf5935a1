package io.hyperstream.job.sink;

import io.hyperstream.job.claim.Claim;
import io.hyperstream.job.claim.ClaimedException;
import io.hyperstream.job.claim.Claims;
import io.hyperstream.job.output.OutputRecord;
import java.io.IOException;
import java.util.Collection;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobInfo;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.clients.admin.Admin;

/**
 * Flink's Kafka sink, which does not start while another job claims what this one does. When that
 * sink starts, it aborts the transactions that an earlier run has left open, and those of another
 * job with the same transactional ids would look the same. The job then fails for good: two jobs
 * that restart would fence each other in turn.
 */
final class ExclusiveSink
    implements Sink<OutputRecord>,
        SupportsWriterState<OutputRecord, KafkaWriterState>,
        SupportsCommitter<KafkaCommittable>,
        SupportsPostCommitTopology<KafkaCommittable> {

  private static final long serialVersionUID = 1;

  private final KafkaSink<OutputRecord> sink;
  private final Claim claim;
  private final Properties admin;

  /**
   * @param admin properties of the client that looks for other jobs
   */
  ExclusiveSink(KafkaSink<OutputRecord> sink, Claim claim, Properties admin) {
    this.sink = Objects.requireNonNull(sink, "sink");
    this.claim = Objects.requireNonNull(claim, "claim");
    this.admin = Objects.requireNonNull(admin, "admin");
  }

  @Override
  public StatefulSinkWriter<OutputRecord, KafkaWriterState> createWriter(WriterInitContext context)
      throws IOException {
    requireFree(context.getJobInfo());
    return new QuietlyClosedWriter(sink.createWriter(context));
  }

  @Override
  public StatefulSinkWriter<OutputRecord, KafkaWriterState> restoreWriter(
      WriterInitContext context, Collection<KafkaWriterState> states) throws IOException {
    requireFree(context.getJobInfo());
    return new QuietlyClosedWriter(sink.restoreWriter(context, states));
  }

  private void requireFree(JobInfo job) throws IOException {
    try (Admin client = Admin.create(admin)) {
      new Claims(client).requireFree(job.getJobId().toString(), claim);
    } catch (ClaimedException e) {
      throw new SuppressRestartsException(e);
    } catch (ExecutionException e) {
      throw new IOException("Kafka does not say which other jobs run", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking Kafka", e);
    }
  }

  @Override
  public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
    return sink.getWriterStateSerializer();
  }

  @Override
  public Committer<KafkaCommittable> createCommitter(CommitterInitContext context)
      throws IOException {
    return sink.createCommitter(context);
  }

  @Override
  public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
    return sink.getCommittableSerializer();
  }

  @Override
  public void addPostCommitTopology(DataStream<CommittableMessage<KafkaCommittable>> committables) {
    sink.addPostCommitTopology(committables);
  }
}

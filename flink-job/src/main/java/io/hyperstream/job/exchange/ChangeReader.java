package io.hyperstream.job.exchange;

import io.hyperstream.job.input.RawRecord;
import io.hyperstream.model.sync.Encoding;
import io.hyperstream.model.sync.WeightChange;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.ModelChunk;
import io.hyperstream.schemas.ModelMessageKind;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Reads learners' changes from the topic {@code model} and hands on those that count. There is one
 * reader, so that they are the same for all learners.
 *
 * <p>Each time the reader starts, it begins a session with a new random number. It hands on whole
 * changes that carry this number, each once, and those of a learner in their order. Everything else
 * is dropped: it was written before the restart, by a process that does not know yet that it was
 * replaced, or by somebody else. So the reader needs no state: a change of which only a part was
 * read before a restart belongs to the session before.
 */
public final class ChangeReader extends AbstractStreamOperator<LearnEvent>
    implements OneInputStreamOperator<RawRecord, LearnEvent> {

  private static final long serialVersionUID = 1;

  /** Parts that were dropped, and whole changes that cannot be what they say. */
  public static final String DROPPED_CHANGES = "droppedChanges";

  // Configuration.

  private final int learners;
  private final int weights;

  // Runtime, made in open.

  private transient AvroCodec<ModelChunk> codec;
  private transient MessageAssembler assembler;
  private transient Counter dropped;
  private transient long session;
  private transient long[] latest;

  /**
   * @param learners of the job
   * @param weights of the network
   */
  public ChangeReader(int learners, int weights) {
    this.learners = learners;
    this.weights = weights;
  }

  @Override
  public void open() throws Exception {
    super.open();
    codec = AvroCodec.of(ModelChunk.class);
    assembler = new MessageAssembler(Encoding.FP32.bytes(weights));
    dropped = getMetricGroup().counter(DROPPED_CHANGES);
    latest = new long[learners];
    Arrays.fill(latest, -1);
    session = new SecureRandom().nextLong();
    output.collect(new StreamRecord<>(SyncEvent.begin(session)));
  }

  @Override
  public void processElement(StreamRecord<RawRecord> element) {
    RawRecord record = element.getValue();
    ModelChunk chunk;
    try {
      chunk = codec.decode(record.value == null ? new byte[0] : record.value);
    } catch (IOException e) {
      dropped.inc();
      return;
    }
    if (chunk.getKind() == ModelMessageKind.CHANGE) {
      if (chunk.getSession() == session) {
        assembler.add(record.offset, chunk).ifPresent(whole -> handOn(whole.message()));
      } else {
        dropped.inc();
      }
    }
  }

  private void handOn(ModelMessage message) {
    WeightChange change;
    try {
      change = message.change();
    } catch (IllegalArgumentException e) {
      dropped.inc();
      return;
    }
    boolean fits =
        change.learner() < learners
            && change.number() > latest[change.learner()]
            && change.payload().length == change.encoding().bytes(weights);
    if (fits) {
      latest[change.learner()] = change.number();
      output.collect(new StreamRecord<>(new SyncEvent(session, change)));
    } else {
      dropped.inc();
    }
  }
}

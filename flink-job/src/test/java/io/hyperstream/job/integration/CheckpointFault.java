package io.hyperstream.job.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.output.OutputRecord;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Fails a job once, in one phase of the first checkpoint with new scores after it was armed.
 *
 * <p>The job runs in this JVM and has one learner, so its operators find the fault in a static
 * field. There is at most one at a time.
 */
final class CheckpointFault {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long NONE = -1;

  private static volatile CheckpointFault armed;

  private final CheckpointPhase phase;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch struck = new CountDownLatch(1);
  private volatile long checkpoint = NONE;

  private CheckpointFault(CheckpointPhase phase) {
    this.phase = phase;
  }

  /** Adds to the job what can fail: a consumer of the scores in the learn operator's task. */
  static void addTo(StreamExecutionEnvironment env) {
    Transformation<?> learn =
        env.getTransformations().stream()
            .filter(transformation -> "learn".equals(transformation.getUid()))
            .findFirst()
            .orElseThrow();
    TypeInformation<OutputRecord> type = TypeInformation.of(OutputRecord.class);
    @SuppressWarnings("unchecked") // the learn operator's output are the scores
    DataStream<OutputRecord> scores = new DataStream<>(env, (Transformation<OutputRecord>) learn);
    scores
        .transform("fault", type, new Failing())
        .setParallelism(1)
        .map(new Holding(), type)
        .name("hold")
        .setParallelism(1)
        .disableChaining()
        .sinkTo(new DiscardingSink<>())
        .setParallelism(1);
  }

  /** From now on the next checkpoint fails. */
  static CheckpointFault arm(CheckpointPhase phase) {
    CheckpointFault fault = new CheckpointFault(phase);
    armed = fault;
    return fault;
  }

  /** Waits until the job has failed, or is about to on its next record. */
  void awaitReady() throws InterruptedException {
    await(ready);
  }

  void awaitStruck() throws InterruptedException {
    await(struck);
  }

  private void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS))
        .as("the job reaches %s within %s", phase, LIMIT)
        .isTrue();
  }

  private void strikeIf(CheckpointPhase now, long checkpoint) {
    if (phase == now && this.checkpoint == checkpoint) {
      strike();
    }
  }

  private void strike() {
    armed = null;
    ready.countDown();
    struck.countDown();
    throw new IllegalStateException("fault injected: " + phase);
  }

  /** Throws in the task of the learn operator, to which it is chained. */
  private static final class Failing extends AbstractStreamOperator<OutputRecord>
      implements OneInputStreamOperator<OutputRecord, OutputRecord> {

    private static final long serialVersionUID = 1;

    private transient boolean scoredSinceBarrier;

    @Override
    public void processElement(StreamRecord<OutputRecord> element) {
      CheckpointFault fault = armed;
      if (fault != null && fault.phase == CheckpointPhase.AFTER_SNAPSHOT && fault.isReady()) {
        fault.strike();
      }
      scoredSinceBarrier = true;
      output.collect(element);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) {
      CheckpointFault fault = armed;
      if (fault != null) {
        if (fault.checkpoint == NONE && scoredSinceBarrier) {
          fault.checkpoint = checkpoint;
        }
        fault.strikeIf(CheckpointPhase.BEFORE_SNAPSHOT, checkpoint);
      }
      scoredSinceBarrier = false;
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
      super.snapshotState(context);
      CheckpointFault fault = armed;
      if (fault != null) {
        fault.strikeIf(CheckpointPhase.IN_SNAPSHOT, context.getCheckpointId());
        if (fault.holds(context.getCheckpointId())) {
          fault.ready.countDown();
        }
      }
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) throws Exception {
      super.notifyCheckpointComplete(checkpoint);
      CheckpointFault fault = armed;
      if (fault != null) {
        fault.strikeIf(CheckpointPhase.IN_NOTIFICATION, checkpoint);
      }
    }
  }

  private boolean isReady() {
    return ready.getCount() == 0;
  }

  private boolean holds(long checkpoint) {
    return phase == CheckpointPhase.AFTER_SNAPSHOT && this.checkpoint == checkpoint;
  }

  /** Keeps a checkpoint from becoming complete, in a task of its own, until that is cancelled. */
  private static final class Holding extends RichMapFunction<OutputRecord, OutputRecord>
      implements CheckpointedFunction {

    private static final long serialVersionUID = 1;

    @Override
    public OutputRecord map(OutputRecord score) {
      return score;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {}

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws InterruptedException {
      CheckpointFault fault = armed;
      if (fault != null && fault.holds(context.getCheckpointId())) {
        new CountDownLatch(1).await();
      }
    }
  }
}

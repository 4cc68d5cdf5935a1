package io.hyperstream.tools.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.tools.embedded.Patience;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.state.StateInitializationContext;
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

  private static final long LIMIT_SECONDS = Patience.LIMIT.toSeconds();
  private static final long NONE = -1;

  private static volatile CheckpointFault current;

  private final CheckpointPhase phase;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CompletableFuture<Long> restored = new CompletableFuture<>();
  private volatile long checkpoint = NONE;
  private volatile boolean struck;

  private CheckpointFault(CheckpointPhase phase) {
    this.phase = phase;
  }

  /**
   * Adds to a complete job graph what can fail: a consumer of the scores in the learn operator's
   * task.
   */
  static void addTo(StreamExecutionEnvironment env) {
    current = null;
    List<Transformation<?>> transformations = env.getTransformations();
    int before = transformations.size();
    TypeInformation<OutputRecord> type = TypeInformation.of(OutputRecord.class);
    scores(env)
        .transform("fail", type, new Failing())
        .setParallelism(1)
        .map(new Holding(), type)
        .name("hold")
        .setParallelism(1)
        .disableChaining()
        .sinkTo(new DiscardingSink<>())
        .setParallelism(1);
    // As the first consumer it is told of a complete checkpoint before the sinks of its task are.
    Collections.rotate(transformations, transformations.size() - before);
  }

  @SuppressWarnings("unchecked") // scores are what the learn operator's main output holds
  private static DataStream<OutputRecord> scores(StreamExecutionEnvironment env) {
    Transformation<?> learn =
        env.getTransformations().stream()
            .filter(transformation -> "learn".equals(transformation.getUid()))
            .findFirst()
            .orElseThrow();
    return new DataStream<>(env, (Transformation<OutputRecord>) learn);
  }

  static CheckpointFault arm(CheckpointPhase phase) {
    current = new CheckpointFault(phase);
    return current;
  }

  /** Waits until the job has failed, or will on its next record. */
  void awaitReady() throws Exception {
    assertThat(ready.await(LIMIT_SECONDS, TimeUnit.SECONDS)).as("fault in %s", phase).isTrue();
  }

  /** Waits until the job goes on, which it must from a checkpoint that was complete. */
  void awaitRestart() throws Exception {
    long from = restored.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (phase.isCheckpointComplete()) {
      assertThat(from).as("restored checkpoint").isGreaterThanOrEqualTo(checkpoint);
    } else {
      assertThat(from).as("restored checkpoint").isLessThan(checkpoint);
    }
  }

  private void strikeIf(boolean now) {
    if (now && !struck) {
      struck = true;
      ready.countDown();
      throw new InjectedError(phase);
    }
  }

  private void onBarrier(long id, boolean scored) {
    if (checkpoint == NONE && scored) {
      checkpoint = id;
    }
    strikeIf(isAt(CheckpointPhase.BEFORE_SNAPSHOT, id));
  }

  private void onSnapshot(long id) {
    strikeIf(isAt(CheckpointPhase.IN_SNAPSHOT, id));
    if (holds(id)) {
      ready.countDown();
    }
  }

  private void onComplete(long id) {
    strikeIf(isAt(CheckpointPhase.BEFORE_COMMIT, id));
    if (isAt(CheckpointPhase.AFTER_COMMIT, id)) {
      ready.countDown();
    }
  }

  private void onScore() {
    strikeIf(ready.getCount() == 0);
  }

  private void onStart(long restoredCheckpoint) {
    if (struck) {
      restored.complete(restoredCheckpoint);
    }
  }

  private boolean holds(long id) {
    return isAt(CheckpointPhase.AFTER_SNAPSHOT, id);
  }

  private boolean isAt(CheckpointPhase phase, long id) {
    return this.phase == phase && checkpoint == id;
  }

  /**
   * An error, as an out of memory would be: after an exception Flink would still tell the other
   * operators of the task that the checkpoint is complete.
   */
  private static final class InjectedError extends Error {

    private static final long serialVersionUID = 1;

    InjectedError(CheckpointPhase phase) {
      super("injected in the phase " + phase);
    }
  }

  /** Fails in the task of the learn operator, to which it is chained. */
  private static final class Failing extends AbstractStreamOperator<OutputRecord>
      implements OneInputStreamOperator<OutputRecord, OutputRecord> {

    private static final long serialVersionUID = 1;

    private transient boolean scored;

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
      super.initializeState(context);
      if (current != null) {
        current.onStart(context.getRestoredCheckpointId().orElse(NONE));
      }
    }

    @Override
    public void processElement(StreamRecord<OutputRecord> score) {
      if (current != null) {
        current.onScore();
      }
      scored = true;
      output.collect(score);
    }

    @Override
    public void prepareSnapshotPreBarrier(long id) {
      if (current != null) {
        current.onBarrier(id, scored);
      }
      scored = false;
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
      super.snapshotState(context);
      if (current != null) {
        current.onSnapshot(context.getCheckpointId());
      }
    }

    @Override
    public void notifyCheckpointComplete(long id) throws Exception {
      super.notifyCheckpointComplete(id);
      if (current != null) {
        current.onComplete(id);
      }
    }
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
      if (current != null && current.holds(context.getCheckpointId())) {
        new CountDownLatch(1).await();
      }
    }
  }
}

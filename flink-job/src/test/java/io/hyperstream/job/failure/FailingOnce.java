package io.hyperstream.job.failure;

import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/** Makes an element of each number of a sequence; may fail once, after a checkpoint. */
public abstract class FailingOnce<T> extends RichMapFunction<Long, T>
    implements CheckpointListener {

  private static final long serialVersionUID = 1;
  private static boolean failed;

  private final boolean fails;
  private final long after;
  private transient boolean completed;

  /**
   * @param after the number after which it fails
   */
  protected FailingOnce(boolean fails, long after) {
    this.fails = fails;
    this.after = after;
    failed = false;
  }

  /** Whether the latest one has failed. */
  public static boolean failed() {
    return failed;
  }

  @Override
  public final T map(Long number) throws InterruptedException {
    if (fails && !failed && number > after) {
      Thread.sleep(20);
      if (completed) {
        failed = true;
        throw new IllegalStateException("the failure that the test wants");
      }
    }
    return element(number);
  }

  protected abstract T element(long number);

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    completed = true;
  }
}

package io.hyperstream.job.learn;

import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.function.Consumer;
import org.apache.flink.util.concurrent.FutureUtils;

/**
 * The asynchronous part of a checkpoint, which also tells this operator why it failed. It does not
 * report what fails because it was cancelled: the reason is elsewhere then, such as the end of the
 * input.
 */
final class WatchedWrite<T> extends FutureTask<T> {

  private final RunnableFuture<T> write;
  private final Consumer<Throwable> onFailure;

  WatchedWrite(RunnableFuture<T> write, Consumer<Throwable> onFailure) {
    super(() -> FutureUtils.runIfNotDoneAndGet(write));
    this.write = write;
    this.onFailure = onFailure;
  }

  @Override
  protected void setException(Throwable cause) {
    if (!isCancelled()) {
      onFailure.accept(cause);
    }
    super.setException(cause);
  }

  @Override
  public boolean cancel(boolean mayInterrupt) {
    // First this one: what the write fails with afterwards is not reported.
    boolean cancelled = super.cancel(mayInterrupt);
    write.cancel(mayInterrupt);
    return cancelled;
  }
}

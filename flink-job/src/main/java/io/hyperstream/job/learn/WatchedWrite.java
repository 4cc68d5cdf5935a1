package io.hyperstream.job.learn;

import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.function.Consumer;
import org.apache.flink.util.concurrent.FutureUtils;

/** The asynchronous part of a checkpoint, which also tells this operator why it failed. */
final class WatchedWrite<T> extends FutureTask<T> {

  private final RunnableFuture<T> write;

  WatchedWrite(RunnableFuture<T> write, Consumer<Throwable> onFailure) {
    super(
        () -> {
          try {
            return FutureUtils.runIfNotDoneAndGet(write);
          } catch (Exception e) {
            onFailure.accept(e);
            throw e;
          }
        });
    this.write = write;
  }

  @Override
  public boolean cancel(boolean mayInterrupt) {
    write.cancel(mayInterrupt);
    return super.cancel(mayInterrupt);
  }
}

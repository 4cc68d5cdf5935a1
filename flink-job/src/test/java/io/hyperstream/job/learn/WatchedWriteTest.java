package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class WatchedWriteTest {

  private final List<Throwable> failures = new ArrayList<>();

  @Test
  void reportsWhyAWriteFailed() {
    IOException full = new IOException("No space left on device");
    WatchedWrite<Void> write =
        new WatchedWrite<>(
            new FutureTask<>(
                () -> {
                  throw full;
                }),
            failures::add);

    write.run();

    assertThatExceptionOfType(ExecutionException.class).isThrownBy(write::get);
    assertThat(failures).singleElement().satisfies(e -> assertThat(e).hasRootCause(full));
  }

  @Test
  void doesNotReportWhatWasCancelled() throws InterruptedException {
    Object started = new Object();
    boolean[] runs = {false};
    WatchedWrite<Void> write =
        new WatchedWrite<>(
            new FutureTask<>(
                () -> {
                  synchronized (started) {
                    runs[0] = true;
                    started.notifyAll();
                  }
                  Thread.sleep(60_000);
                  return null;
                }),
            failures::add);
    Thread thread = new Thread(write);
    thread.start();
    synchronized (started) {
      while (!runs[0]) {
        started.wait();
      }
    }

    assertThat(write.cancel(true)).isTrue();
    thread.join();

    assertThat(failures).isEmpty();
  }
}

package io.hyperstream.tools.lifecycle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Closes the resources of a local run, the last one first and each exactly once, also on Ctrl-C.
 *
 * <pre>{@code
 * try (Teardown teardown = new Teardown(Duration.ofSeconds(15))) {
 *   TemporaryFolder folder = teardown.add(TemporaryFolder.create());
 *   EmbeddedBroker broker = teardown.add(EmbeddedBroker.start(folder.folder("kafka")));
 *   while (!teardown.awaitStop(Duration.ofMillis(500))) { ... }
 * }
 * }</pre>
 *
 * <p>On Ctrl-C (or SIGTERM) {@link #awaitStop} returns true and the JVM waits for the end of the
 * try block, so that the run can still print its summary. If the block does not end in time, the
 * JVM's shutdown thread closes everything itself.
 */
public final class Teardown implements StopSignal, AutoCloseable {

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onShutdown, "hyperstream-teardown");
  private final Duration limit;

  /**
   * @param limit how long the JVM waits for the end of the try block on Ctrl-C
   */
  public Teardown(Duration limit) {
    this.limit = limit;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Takes ownership of a resource. The one added last is closed first. */
  public <T extends AutoCloseable> T add(T resource) {
    synchronized (opened) {
      opened.push(resource);
    }
    return resource;
  }

  /** Asks the run to end, as Ctrl-C does. */
  public void requestStop() {
    stop.countDown();
  }

  /** Whether the run should end, or is ending. */
  public boolean isStopRequested() {
    return stop.getCount() == 0;
  }

  @Override
  public boolean awaitStop(Duration limit) throws InterruptedException {
    return stop.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Closes all resources, even if some of them fail to close. */
  @Override
  public void close() throws Exception {
    try {
      closeAll();
    } finally {
      closed.countDown();
      removeHook();
    }
  }

  private void closeAll() throws Exception {
    Exception failure = null;
    for (AutoCloseable resource = next(); resource != null; resource = next()) {
      try {
        resource.close();
      } catch (Exception e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private AutoCloseable next() {
    synchronized (opened) {
      return opened.poll();
    }
  }

  private void onShutdown() {
    requestStop();
    try {
      if (!closed.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        closeAll();
      }
    } catch (Exception e) {
      System.err.println("Not everything could be cleaned up: " + e.getMessage());
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down, and the hook waits for this call.
    }
  }
}

package io.hyperstream.tools.feed;

import io.hyperstream.tools.lifecycle.StopSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;

/** Runs a {@link Feed} in its own thread until it is closed. */
public final class BackgroundFeed implements AutoCloseable {

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Thread thread;

  /**
   * Starts sending.
   *
   * @param onFailure called in the feed's thread with the error that ended it
   */
  public BackgroundFeed(
      Feed feed,
      List<? extends RecordSource> sources,
      StopSignal stop,
      Consumer<Exception> onFailure) {
    this.thread = new Thread(() -> send(feed, sources, stop, onFailure), "feed");
    thread.setDaemon(true);
    thread.start();
  }

  private static void send(
      Feed feed,
      List<? extends RecordSource> sources,
      StopSignal stop,
      Consumer<Exception> onFailure) {
    try {
      feed.send(sources, stop);
    } catch (InterruptedException | InterruptException e) {
      // Closed.
    } catch (IOException | RuntimeException e) {
      onFailure.accept(e);
    }
  }

  /** Stops sending. Waits at most five seconds for the thread to end. */
  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join(CLOSE_LIMIT.toMillis());
  }
}

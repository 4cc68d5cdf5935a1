package io.hyperstream.tools.page;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Sends one client its changes as server-sent events. While the client does not read, no frames are
 * made for it.
 */
final class EventStream {

  /** Time between two frames. A person cannot follow more than four per second. */
  static final Duration INTERVAL = Duration.ofMillis(250);

  /** After this long without a frame, a comment tests whether the client is still connected. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private final ClientView view;
  private final OutputStream out;
  private final Thread thread = Thread.currentThread();
  private volatile long writingSince;
  private volatile boolean writing;

  /** The thread that creates it must also run it. */
  EventStream(ClientView view, OutputStream out) {
    this.view = view;
    this.out = out;
  }

  /**
   * Sends until the client disconnects.
   *
   * @throws IOException when it has disconnected
   */
  void run() throws IOException, InterruptedException {
    long lastWrite = System.nanoTime();
    while (true) {
      String frame = view.next();
      if (frame != null) {
        write(("data: " + frame + "\n\n").getBytes(StandardCharsets.UTF_8));
        lastWrite = System.nanoTime();
      } else if (System.nanoTime() - lastWrite > SILENCE.toNanos()) {
        write(COMMENT);
        lastWrite = System.nanoTime();
      }
      Thread.sleep(INTERVAL.toMillis());
    }
  }

  private void write(byte[] bytes) throws IOException {
    writingSince = System.nanoTime();
    writing = true;
    out.write(bytes);
    out.flush();
    writing = false;
  }

  /** Drops a client that has not read for this long: the interrupt closes its connection. */
  void endIfStuck(Duration limit) {
    if (writing && System.nanoTime() - writingSince > limit.toNanos()) {
      thread.interrupt();
    }
  }
}

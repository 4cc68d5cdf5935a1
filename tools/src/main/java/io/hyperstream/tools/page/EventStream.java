package io.hyperstream.tools.page;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Sends one client what it has not seen yet, again and again, as server-sent events. The client's
 * pace is kept: while it does not read, nothing is made for it.
 */
final class EventStream {

  /** Time between two frames: four a second are as many as a person can follow. */
  static final Duration INTERVAL = Duration.ofMillis(250);

  /** After so much silence a comment shows whether anybody is still there. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private final ClientView view;
  private final OutputStream out;
  private final Thread thread = Thread.currentThread();
  private volatile long writingSince;
  private volatile boolean writing;

  /** To be run by the thread that makes it. */
  EventStream(ClientView view, OutputStream out) {
    this.view = view;
    this.out = out;
  }

  /**
   * Sends until the client is gone.
   *
   * @throws IOException when it is
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

  /** Gives up on a client that has not read for so long: the interrupt closes its connection. */
  void endIfStuck(Duration limit) {
    if (writing && System.nanoTime() - writingSince > limit.toNanos()) {
      thread.interrupt();
    }
  }
}

package io.hyperstream.tools.page;

import static io.hyperstream.tools.page.PageFixtures.score;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.tools.embedded.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  /** As small as the system lets it be, in bytes. */
  private static final int LITTLE = 1024;

  @Test
  void aClientThatDoesNotReadIsGivenUp() throws Exception {
    KnownStreams streams = new KnownStreams(System::currentTimeMillis);
    try (ServerSocketChannel listener = ServerSocketChannel.open();
        SocketChannel client = SocketChannel.open()) {
      listener.setOption(StandardSocketOptions.SO_RCVBUF, LITTLE).bind(null);
      client.setOption(StandardSocketOptions.SO_RCVBUF, LITTLE).connect(listener.getLocalAddress());
      SocketChannel connection = listener.accept();
      connection.setOption(StandardSocketOptions.SO_SNDBUF, LITTLE);
      OutputStream out = Channels.newOutputStream(connection);
      CompletableFuture<EventStream> started = new CompletableFuture<>();
      CompletableFuture<Exception> ended = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                EventStream events =
                    new EventStream(
                        new ClientView(
                            streams, new Shown("", "", Shown.MAX_ROWS), new Frame.About("k", null)),
                        out);
                started.complete(events);
                try {
                  events.run();
                } catch (IOException | InterruptedException e) {
                  ended.complete(e);
                }
              });
      thread.start();
      EventStream events = started.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);

      for (int i = 0; i < 10; i++) {
        changeAll(streams);
        events.endIfStuck(Duration.ofMinutes(1));
      }
      assertThat(ended).isNotDone();
      for (int i = 0; i < 500 && !ended.isDone(); i++) {
        changeAll(streams);
        events.endIfStuck(Duration.ofMillis(100));
      }
      assertThat(ended).isCompleted();
      assertThat(ended.join()).isInstanceOf(ClosedByInterruptException.class);
    }
  }

  /** Much changes, and the client reads nothing of it. */
  private static void changeAll(KnownStreams streams) throws InterruptedException {
    for (int i = 0; i < Shown.MAX_ROWS; i++) {
      streams.add("key-" + i, score(i, 1, 1, null));
    }
    Thread.sleep(20);
  }
}

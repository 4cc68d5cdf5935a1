package io.hyperstream.tools.page;

import static io.hyperstream.tools.page.PageFixtures.prediction;
import static io.hyperstream.tools.page.PageFixtures.score;
import static io.hyperstream.tools.page.PageFixtures.text;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Random;
import java.util.Set;

/**
 * Whether the page grows: the server with a client that reads, and 60 times a second scores of
 * {@value #KEYS_PER_UPDATE} of {@value KnownStreams#MAX_KEYS} keys, each with a prediction and all
 * texts that are wanted. At first each key gets all that the page remembers of one. Says how much
 * of the heap is in use after each period, all garbage collected.
 *
 * <p>By hand: {@code java -cp ... io.hyperstream.tools.page.PageSoak 600 60}, seconds in all and in
 * a period. As a test, shortly: {@link PageSoakTest}.
 */
final class PageSoak implements AutoCloseable {

  private static final int UPDATES_PER_SECOND = 60;
  private static final int KEYS_PER_UPDATE = 100;
  private static final int SYMBOLS = 80;
  private static final String TEXT = "x".repeat(SYMBOLS - 1);

  private final Random random = new Random(1);
  private final KnownStreams streams;
  private final PageServer server;
  private final InputStream events;
  private final Thread reader;
  private volatile long received;
  private long offset;

  PageSoak() throws Exception {
    streams = new KnownStreams(System::currentTimeMillis);
    server =
        new PageServer(
            streams,
            new Frame.About("kafka:9092", null),
            new RulesInMemory().handler(),
            "127.0.0.1",
            0,
            Set.of());
    URI uri = URI.create(server.url() + "/events?stream=key-0&rows=30");
    events =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream())
            .body();
    reader = new Thread(this::read);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    byte[] buffer = new byte[1 << 16];
    try {
      for (int n = events.read(buffer); n >= 0; n = events.read(buffer)) {
        received += n;
      }
    } catch (java.io.IOException e) {
      // closed
    }
  }

  /** Every key once, then updates at their pace for so long. */
  void run(Duration duration) throws InterruptedException {
    long start = System.nanoTime();
    long updates = duration.toMillis() * UPDATES_PER_SECOND / 1_000;
    for (long i = 0; i < updates; i++) {
      update();
      long due = start + (i + 1) * 1_000_000_000L / UPDATES_PER_SECOND;
      Thread.sleep(Math.max(0, due - System.nanoTime()) / 1_000_000);
    }
  }

  /** So many records of each key. */
  void fill(int records) {
    for (int i = 0; i < records * KnownStreams.MAX_KEYS; i++) {
      add("key-" + i % KnownStreams.MAX_KEYS);
    }
  }

  private void update() {
    add("key-0");
    for (int i = 1; i < KEYS_PER_UPDATE; i++) {
      add("key-" + random.nextInt(KnownStreams.MAX_KEYS));
    }
    streams.textsWanted().forEach(record -> streams.take(record, text(record, TEXT)));
  }

  private void add(String key) {
    streams.add(
        key, score(offset++, SYMBOLS, 2 + random.nextGaussian() / 4, random.nextGaussian()));
    streams.add(key, prediction("what the model expects to come next"));
  }

  /** Bytes that the client has been sent. */
  long received() {
    return received;
  }

  /** Bytes of the heap in use. */
  static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Override
  public void close() throws Exception {
    events.close();
    server.close();
  }

  public static void main(String[] args) throws Exception {
    long period = Long.parseLong(args[1]);
    try (PageSoak soak = new PageSoak()) {
      soak.fill(BpcHistory.CAPACITY);
      for (long t = period; t <= Long.parseLong(args[0]); t += period) {
        soak.run(Duration.ofSeconds(period));
        System.out.printf(
            "%4d s: %.1f MB of heap in use, %,d scores, %,d bytes sent%n",
            t, used() / 1e6, soak.offset, soak.received());
      }
    }
  }
}

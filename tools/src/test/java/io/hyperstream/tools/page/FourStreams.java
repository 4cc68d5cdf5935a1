package io.hyperstream.tools.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hyperstream.job.Pipeline;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.OptionsLoader;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.embedded.EmbeddedBroker;
import io.hyperstream.tools.embedded.EmbeddedCluster;
import io.hyperstream.tools.embedded.TemporaryFolder;
import io.hyperstream.tools.feed.Feed;
import io.hyperstream.tools.feed.Pace;
import io.hyperstream.tools.feedback.FeedbackTopics;
import io.hyperstream.tools.lifecycle.Teardown;
import io.hyperstream.tools.watch.Results;
import io.hyperstream.tools.watch.Watch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PropertyResourceBundle;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A replay of four streams through the whole job, with the live page beside it: a web server's log,
 * readings of a sensor, a file of settings and messages, which at a word change from English to
 * German.
 */
final class FourStreams implements AutoCloseable {

  static final String CHANGING = "messages";
  static final String STEADY = "sensor-7";
  static final List<String> KEYS = List.of("access-log", CHANGING, STEADY, "settings");

  /** Of a record; a larger one is rejected. */
  static final int MAX_BYTES = 10_000;

  private static final String MESSAGES =
      "com/sun/org/apache/xerces/internal/impl/msg/XMLSchemaMessages%s.properties";
  private static final long BYTES_PER_SECOND = 6_000;

  /**
   * How many symbols may wait for their scores. On a busy machine the feed is no faster than the
   * job, which else would show what was sent long ago.
   */
  private static final long MAX_AHEAD = 3 * BYTES_PER_SECOND;

  private final Teardown teardown = new Teardown(Duration.ofSeconds(15));
  private final LivePage page;
  private final Producer<byte[], byte[]> producer;
  private final ScoredSymbols scored = new ScoredSymbols();
  private volatile int germanLines;
  private volatile boolean stopped;

  FourStreams() throws Exception {
    try {
      TemporaryFolder folder = teardown.add(TemporaryFolder.create());
      EmbeddedBroker broker = teardown.add(EmbeddedBroker.start(folder.folder("kafka")));
      broker.createTopics(
          Stream.of(
                  "text",
                  "scores",
                  "predictions",
                  "rejected",
                  "alerts",
                  "incidents",
                  "model",
                  "feedback")
              .map(topic -> EmbeddedBroker.topic(topic, 1, Map.of()))
              .toList());
      EmbeddedCluster cluster = teardown.add(EmbeddedCluster.start(folder.folder("flink"), 0, 2));
      JobSettings settings =
          JobSettings.from(
              OptionsLoader.load(
                  "--kafka.bootstrap.servers", broker.bootstrapServers(),
                  "--scores.per-symbol", "true",
                  "--input.max-record-bytes", MAX_BYTES + " b",
                  "--predict.continuation", "48",
                  "--model.layers", "1",
                  "--model.hidden", "64",
                  "--alerts.warm-up", "100",
                  "--context.memory", "4 mb",
                  "--rehearsal.memory", "256 kb",
                  "--execution.checkpointing.interval", "1 s"));
      var configuration = cluster.configuration();
      configuration.addAll(settings.flinkConfiguration());
      var env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
      Pipeline.build(env, settings);
      cluster.submit(env.getStreamGraph());

      Map<String, String> client = Map.of("bootstrap.servers", broker.bootstrapServers());
      page =
          teardown.add(
              LivePage.open(
                  "127.0.0.1",
                  0,
                  Set.of(),
                  client,
                  SchemaSource.NONE,
                  new FeedbackTopics("feedback", "alerts", "incidents"),
                  cluster.webUrl()));
      var topics =
          new Watch.Topics("scores", "predictions", "alerts", "incidents", "rejected", "feedback");
      Watch watch =
          new Watch(
              client, SchemaSource.NONE, topics, Watch.From.BEGINNING, page.results(), scored);
      start(
          () -> {
            try (watch) {
              watch.run(teardown);
            }
          });
      producer = Feed.producer(client);
      teardown.add(producer);
      start(this::feed);
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  private interface Task {
    void run() throws Exception;
  }

  private void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (Exception e) {
                e.printStackTrace();
              }
            });
    thread.start();
    teardown.add(
        () -> {
          stopped = true;
          teardown.requestStop();
          thread.join();
        });
  }

  String url() {
    return page.url();
  }

  /** From now on the messages are German, but wait after so many. */
  void changeLanguage(int lines) {
    germanLines = lines;
  }

  /** The messages wait no more. */
  void goOn() {
    germanLines = Integer.MAX_VALUE;
  }

  /** Sends a record of its own. Its offset comes later. */
  Future<RecordMetadata> send(String key, String text) {
    return producer.send(new ProducerRecord<>("text", key.getBytes(UTF_8), text.getBytes(UTF_8)));
  }

  private void feed() throws Exception {
    Iterator<String> english = messages("").iterator();
    Iterator<String> german = forEver(messages("_de"));
    int germanSent = 0;
    Iterator<String> settings = forEver(settings());
    Random random = new Random(7);
    Pace pace = Pace.bytesPerSecond(BYTES_PER_SECOND);
    long sent = 0;
    for (long i = 0; !stopped; i++) {
      int bytes = 0;
      for (String key : KEYS) {
        String line =
            switch (key) {
              case "access-log" -> request(random, i);
              case STEADY -> reading(random, i);
              case "settings" -> settings.next();
              default -> {
                if (germanSent < germanLines) {
                  germanSent++;
                  yield german.next();
                }
                yield germanLines == 0 && english.hasNext() ? english.next() : null;
              }
            };
        if (line == null) {
          continue;
        }
        send(key, line);
        bytes += line.length() + 1;
      }
      Thread.sleep(pace.after(bytes).toMillis());
      sent += bytes;
      while (sent - scored.count > MAX_AHEAD && !stopped) {
        Thread.sleep(20);
      }
    }
  }

  /** How many symbols have a committed score. */
  private static final class ScoredSymbols implements Results {

    private volatile long count;

    @Override
    public void add(String key, Score score) {
      count += score.getSymbols(); // in one thread
    }

    @Override
    public void add(String key, Prediction prediction) {}

    @Override
    public void add(String key, Alert alert) {}

    @Override
    public void add(Incident incident) {}

    @Override
    public void add(Rejected rejected) {}
  }

  private static Iterator<String> forEver(List<String> lines) {
    return Stream.iterate(0, i -> (i + 1) % lines.size()).map(lines::get).iterator();
  }

  /** What the JDK's XML parser has to say in a language. */
  private static List<String> messages(String language) throws IOException {
    Path file =
        FileSystems.getFileSystem(URI.create("jrt:/"))
            .getPath("/modules/java.xml/" + MESSAGES.formatted(language));
    List<String> messages = new ArrayList<>();
    try (var stream = Files.newInputStream(file)) {
      var bundle = new PropertyResourceBundle(stream);
      for (String name : new TreeSet<>(bundle.keySet())) {
        String message = bundle.getString(name).strip();
        messages.add(message.substring(message.indexOf(':') + 1).strip());
      }
    }
    return messages;
  }

  private static List<String> settings() throws IOException {
    Path file = Path.of(System.getProperty("java.home"), "conf", "security", "java.security");
    return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
  }

  private static String request(Random random, long time) {
    String[] paths = {"/", "/cart", "/items/%d", "/login", "/static/app.css", "/api/orders/%d"};
    return String.format(
        Locale.ROOT,
        "10.0.%d.%d - - [24/Nov/2026:10:%02d:%02d +0000] \"GET %s HTTP/1.1\" %d %d",
        random.nextInt(4),
        random.nextInt(256),
        time / 60 % 60,
        time % 60,
        String.format(Locale.ROOT, paths[random.nextInt(paths.length)], random.nextInt(1_000)),
        random.nextInt(30) == 0 ? 404 : 200,
        200 + random.nextInt(9_000));
  }

  private static String reading(Random random, long time) {
    return String.format(
        Locale.ROOT,
        "{\"sensor\": 7, \"time\": %d, \"celsius\": %.1f, \"humidity\": %d, \"ok\": true}",
        1_795_514_400 + 5 * time,
        21 + 3 * Math.sin(time / 50.0) + random.nextGaussian() / 5,
        45 + random.nextInt(4));
  }

  @Override
  public void close() throws Exception {
    teardown.close();
  }
}

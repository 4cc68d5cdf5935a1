package io.hyperstream.tools.demo;

import io.hyperstream.job.failure.RootCause;
import io.hyperstream.job.input.InputFormat;
import io.hyperstream.job.options.InputOptions;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.KafkaOptions;
import io.hyperstream.job.options.OutputOptions;
import io.hyperstream.job.options.OutputSettings;
import io.hyperstream.job.options.ScoreOptions;
import io.hyperstream.job.options.VectorOptions;
import io.hyperstream.job.registry.RegistryClient;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.tools.embedded.EmbeddedJob;
import io.hyperstream.tools.feed.BackgroundFeed;
import io.hyperstream.tools.feed.Feed;
import io.hyperstream.tools.feed.Pace;
import io.hyperstream.tools.feed.RecordSource;
import io.hyperstream.tools.feedback.FeedbackTopics;
import io.hyperstream.tools.lifecycle.StopSignal;
import io.hyperstream.tools.lifecycle.Teardown;
import io.hyperstream.tools.page.LivePage;
import io.hyperstream.tools.terminal.Terminal;
import io.hyperstream.tools.watch.Results;
import io.hyperstream.tools.watch.Screen;
import io.hyperstream.tools.watch.StreamTable;
import io.hyperstream.tools.watch.TerminalView;
import io.hyperstream.tools.watch.Watch;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.producer.Producer;

/**
 * All of Hyperstream in one JVM: a broker, a cluster with its dashboard, live feeds, the job, the
 * live page and the terminal view. Everything listens on the loopback interface only, and nothing
 * is left at the end.
 */
public final class Demo {

  /** Scores and predictions become visible with a checkpoint. */
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

  private static final Duration TEARDOWN_LIMIT = Duration.ofSeconds(30);
  private static final Duration PRODUCER_CLOSE_LIMIT = Duration.ofSeconds(2);
  private static final Duration CANCEL_LIMIT = Duration.ofSeconds(5);
  private static final String LOOPBACK = "127.0.0.1";
  private static final int SLOTS = 5;
  private static final int INPUT_PARTITIONS = 4;

  /** Topic of the numbers that the demo measures of itself. */
  private static final String NUMBERS = "numbers";

  /** What begins the names of options that both jobs have. */
  private static final List<String> SHARED_OPTIONS =
      List.of("kafka.", "output.", "registry.", "feedback.", "alerts.", "execution.", "state.");

  /** Stands in for the broker's address while options are checked, before a broker exists. */
  private static final String ANY_ADDRESS = "127.0.0.1:9092";

  private final List<Path> paths;
  private final Configuration options;
  private final long bytesPerSecond;
  private final int webPort;
  private final int pagePort;
  private final int brokerPort;
  private final Consumer<String> progress;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * @param paths files and folders to learn from; if empty, text found on this machine
   * @param options the job's options; the demo sets the address of Kafka itself
   * @param bytesPerSecond total rate of all feeds
   * @param webPort port of the dashboard, 0 for any free port
   * @param pagePort port of the live page, 0 for any free port
   * @param brokerPort port of Kafka, 0 for any free port
   * @param progress receives progress messages
   * @throws IllegalArgumentException if an option of the job is invalid
   */
  public Demo(
      List<Path> paths,
      Configuration options,
      long bytesPerSecond,
      int webPort,
      int pagePort,
      int brokerPort,
      Consumer<String> progress) {
    this.paths = paths;
    this.options = withDefaults(options);
    this.bytesPerSecond = bytesPerSecond;
    this.webPort = webPort;
    this.pagePort = pagePort;
    this.brokerPort = brokerPort;
    this.progress = progress;
    settings(ANY_ADDRESS);
  }

  private static Configuration withDefaults(Configuration given) {
    Configuration options = new Configuration();
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    options.set(ScoreOptions.PER_SYMBOL, true);
    options.addAll(given);
    return options;
  }

  /**
   * Of the job beside it that learns numbers. Whatever the options say of text is left out.
   *
   * @param text of the job that learns text
   */
  private JobSettings numbersSettings(JobSettings text) {
    Configuration numbers = new Configuration();
    options
        .toMap()
        .forEach(
            (key, value) -> {
              if (SHARED_OPTIONS.stream().anyMatch(key::startsWith)) {
                numbers.setString(key, value);
              }
            });
    numbers.set(KafkaOptions.BOOTSTRAP_SERVERS, text.kafka().bootstrapServers());
    numbers.set(ScoreOptions.PER_SYMBOL, true);
    numbers.set(InputOptions.TOPIC, NUMBERS);
    numbers.set(InputOptions.FORMAT, InputFormat.VECTOR);
    numbers.set(VectorOptions.NAMES, OwnMetrics.NAMES);
    numbers.set(OutputOptions.MODEL, NUMBERS + "-model");
    numbers.removeConfig(OutputOptions.TRANSACTION_PREFIX);
    return JobSettings.from(numbers);
  }

  private JobSettings settings(String bootstrapServers) {
    Configuration complete = new Configuration(options);
    complete.set(KafkaOptions.BOOTSTRAP_SERVERS, bootstrapServers);
    return JobSettings.from(complete);
  }

  /**
   * Runs until Ctrl-C, or until the limit is reached.
   *
   * @param limit turns the Ctrl-C signal into the signal that ends the run; called once everything
   *     has started
   * @param output receives the view and, at the end, the summary
   * @param terminal whether the output understands control sequences
   */
  public void run(UnaryOperator<StopSignal> limit, PrintStream output, boolean terminal)
      throws Exception {
    // Checked before the start: Flink would restart a job without its model over and over.
    settings(ANY_ADDRESS).learnSettings().requireModel();
    try (Teardown teardown = new Teardown(TEARDOWN_LIMIT)) {
      List<RecordSource> sources = sources(teardown);
      progress.accept("Starting Kafka ...");
      EmbeddedJob embedded =
          EmbeddedJob.onBroker(teardown, brokerPort, this::settings, INPUT_PARTITIONS);
      JobSettings settings = embedded.settings();
      progress.accept("Starting Flink ...");
      embedded.startCluster(webPort, SLOTS);
      SchemaSource schemas = RegistryClient.of(settings.registry());
      LivePage page =
          teardown.add(
              LivePage.open(
                  LOOPBACK,
                  pagePort,
                  Set.of(),
                  embedded.clientSettings(),
                  schemas,
                  feedbackTopics(settings),
                  embedded.webUrl()));
      progress.accept("Live page: " + page.url());
      progress.accept("Dashboard: " + embedded.webUrl());
      progress.accept("Kafka:     " + embedded.bootstrapServers());
      submit(embedded.submit(), teardown);
      feed(sources, settings.input().topic(), embedded, teardown);
      OwnMetrics metrics = new OwnMetrics();
      if (paths.isEmpty()) {
        submit(embedded.submitBeside(numbersSettings(settings)), teardown);
        feed(List.of(metrics), NUMBERS, embedded, teardown);
      }
      StreamTable table = new StreamTable();
      TerminalView view =
          new TerminalView(
              "Hyperstream | page %s | dashboard %s".formatted(page.url(), embedded.webUrl()));
      try (Watch watch = watch(embedded, schemas, table, page.results(), metrics);
          Screen screen = new Screen(output, terminal)) {
        watch.run(() -> screen.draw(view, table), screen.interval(), limit.apply(teardown));
      }
      teardown.requestStop();
      TerminalView.summary(table, Terminal.size().columns()).forEach(output::println);
      output.flush();
      progress.accept("Stopping ...");
    }
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IOException("The demo failed: " + RootCause.message(cause), cause);
    }
  }

  private List<RecordSource> sources(Teardown teardown) throws IOException {
    if (!paths.isEmpty()) {
      return DemoSources.of(paths, progress);
    }
    List<RecordSource> sources = new ArrayList<>(DemoSources.ofThisMachine());
    sources.add(teardown.add(new LogTap("kafka-log", List.of("org.apache.kafka", "kafka"))));
    sources.add(teardown.add(new LogTap("flink-log", List.of("org.apache.flink"))));
    return sources;
  }

  private void submit(JobClient job, Teardown teardown) {
    teardown.add(() -> cancel(job));
    job.getJobExecutionResult()
        .whenComplete(
            (result, e) -> {
              if (!teardown.isStopRequested()) {
                fail(e == null ? new IllegalStateException("the job has ended") : e, teardown);
              }
            });
  }

  private static void cancel(JobClient job) throws Exception {
    // A job that has failed refuses, and what is to be told then is why it failed.
    if (!job.getJobExecutionResult().isDone()) {
      job.cancel().get(CANCEL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void feed(
      List<RecordSource> sources, String topic, EmbeddedJob embedded, Teardown teardown) {
    Producer<byte[], byte[]> producer = Feed.producer(embedded.clientSettings());
    teardown.add(() -> producer.close(PRODUCER_CLOSE_LIMIT));
    Feed feed = new Feed(producer, topic, Pace.bytesPerSecond(bytesPerSecond));
    teardown.add(new BackgroundFeed(feed, sources, teardown, e -> fail(e, teardown)));
  }

  private static FeedbackTopics feedbackTopics(JobSettings settings) {
    return new FeedbackTopics(
        settings.feedback(), settings.output().alerts(), settings.output().incidents());
  }

  private static Watch watch(EmbeddedJob embedded, SchemaSource schemas, Results... receivers) {
    OutputSettings output = embedded.settings().output();
    Watch.Topics topics =
        new Watch.Topics(
            output.scores(),
            output.predictions(),
            output.alerts(),
            output.incidents(),
            output.rejected(),
            embedded.settings().feedback());
    return new Watch(embedded.clientSettings(), schemas, topics, Watch.From.BEGINNING, receivers);
  }

  private void fail(Throwable e, Teardown teardown) {
    failure.compareAndSet(null, e);
    teardown.requestStop();
  }
}

package io.hyperstream.tools.cli;

import io.hyperstream.tools.cli.Converters.ToBytes;
import io.hyperstream.tools.feed.ChunkSource;
import io.hyperstream.tools.feed.Feed;
import io.hyperstream.tools.feed.FileTree;
import io.hyperstream.tools.feed.FileTree.NamedFile;
import io.hyperstream.tools.feed.LineSource;
import io.hyperstream.tools.feed.Pace;
import io.hyperstream.tools.feed.RecordSource;
import io.hyperstream.tools.lifecycle.Teardown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends files, folders or standard input to a Kafka topic. */
@Command(
    name = "feed",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Sends files, folders or standard input to a topic.",
    description = {
      "Each file is a separate stream with its name as key. Without --lines, the job needs the option"
          + " --input.format=avro.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hyperstream feed --lines --follow /var/log/syslog",
      "  hyperstream feed -b kafka:9092 --rate 10kb books/",
      "  journalctl -f | hyperstream feed --lines --key journal -"
    })
final class FeedCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files, folders (all regular files in them), or - for standard input.")
  private List<Path> paths;

  @Mixin private KafkaMixin kafka;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "Topic to send to; it must exist (default: ${DEFAULT-VALUE}).")
  private String topic;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "Key of all records, which makes all input one stream (default: the file's name).")
  private String key;

  @ArgGroup private FormatOptions format = new FormatOptions();

  @Option(
      names = "--rate",
      paramLabel = "BYTES",
      converter = ToBytes.class,
      description = "Max bytes per second, such as 500 or 4kb (default: no limit).")
  private Long rate;

  @Option(
      names = "--follow",
      description = "Wait for more at the end of all files, as tail -f does.")
  private boolean follow;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (format.chunkBytes < 1) {
      throw new ParameterException(
          spec.commandLine(), "--chunk-bytes must be at least 1, but is " + format.chunkBytes);
    }
    List<NamedFile> inputs = inputs();
    long start = System.nanoTime();
    // Long enough for the flush: reading standard input cannot be interrupted anyway.
    try (Teardown teardown = new Teardown(Duration.ofSeconds(1))) {
      Producer<byte[], byte[]> producer = teardown.add(Feed.producer(kafka.settings()));
      Pace pace = rate == null ? Pace.unlimited() : Pace.bytesPerSecond(rate);
      Feed feed = new Feed(producer, topic, pace);
      if (follow) {
        List<RecordSource> sources = new ArrayList<>();
        for (NamedFile input : inputs) {
          sources.add(source(input));
        }
        feed.send(sources, teardown);
      } else {
        for (NamedFile input : inputs) {
          if (!teardown.awaitStop(Duration.ZERO)) {
            feed.send(List.of(source(input)), teardown);
          }
        }
      }
      report(feed, (System.nanoTime() - start) / 1e9);
    }
    return 0;
  }

  private List<NamedFile> inputs() throws IOException {
    List<NamedFile> inputs = new ArrayList<>();
    for (Path path : paths) {
      if (isStandardInput(path)) {
        inputs.add(new NamedFile(path, "stdin"));
      } else {
        inputs.addAll(FileTree.list(List.of(path)));
      }
    }
    return inputs;
  }

  private static boolean isStandardInput(Path path) {
    return path.toString().equals(STANDARD_INPUT);
  }

  private RecordSource source(NamedFile input) throws IOException {
    boolean standardInput = isStandardInput(input.path());
    InputStream stream = standardInput ? System.in : Files.newInputStream(input.path());
    byte[] streamKey = (key == null ? input.name() : key).getBytes(StandardCharsets.UTF_8);
    // Standard input never grows after its end, even with --follow.
    boolean grows = follow && !standardInput;
    return format.lines
        ? new LineSource(streamKey, stream, grows)
        : new ChunkSource(streamKey, stream, format.chunkBytes, grows);
  }

  private void report(Feed feed, double seconds) {
    Messages.say(
        spec,
        String.format(
            Locale.ROOT,
            "%,d records, %,d bytes in %.1f s to topic %s",
            feed.records(),
            feed.bytes(),
            seconds,
            topic));
  }
}

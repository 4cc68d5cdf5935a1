package io.hyperstream.tools.cli;

import io.hyperstream.model.conv.LabelledImages;
import io.hyperstream.tools.cli.Converters.ToBytes;
import io.hyperstream.tools.feed.ChunkSource;
import io.hyperstream.tools.feed.Feed;
import io.hyperstream.tools.feed.FileTree;
import io.hyperstream.tools.feed.FileTree.NamedFile;
import io.hyperstream.tools.feed.FollowedFile;
import io.hyperstream.tools.feed.InputFile;
import io.hyperstream.tools.feed.LineSource;
import io.hyperstream.tools.feed.Pace;
import io.hyperstream.tools.feed.RecordSource;
import io.hyperstream.tools.image.ImageFiles;
import io.hyperstream.tools.image.ImageSource;
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
      "Each file is a separate stream with its name as key, or its path if two have the same name."
          + " Files that are compressed by gzip, zstd or bzip2 are unpacked. Without --lines, the job"
          + " needs the option --input.format=avro, and for images also --learn.preset=mnist or another"
          + " that learns them.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hyperstream feed --lines --follow /var/log/syslog",
      "  hyperstream feed -b kafka:9092 --rate 10kb books/",
      "  journalctl -f | hyperstream feed --lines --key journal -",
      "  hyperstream feed --images --topic images --rate 80kb train-images-idx3-ubyte"
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
      names = "--images",
      description =
          "The files are images with labels (IDX, CIFAR-10's batches, npz, or a folder with a folder"
              + " for each class); each image is a record, an Avro Image.")
  private boolean images;

  @Option(
      names = "--split",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Deal the images of a file out to N streams, keyed NAME/0 to NAME/N-1. Only with --images.")
  private int split;

  @Option(
      names = "--label-after",
      paramLabel = "N",
      description =
          "Send the label of an image in a record of its own, after N more images of its stream"
              + " (default: with the image). Only with --images.")
  private Integer labelAfter;

  @Option(
      names = "--rate",
      paramLabel = "BYTES",
      converter = ToBytes.class,
      description = "Max bytes per second, such as 500 or 4kb (default: no limit).")
  private Long rate;

  @Option(
      names = "--follow",
      description =
          "Wait for more at the end of all files, by their names, as tail -F does. Files that are"
              + " renamed meanwhile, as rotated logs are, lose no line. A file that is emptied is read"
              + " from its start again, if it is seen before it is as long as it was.")
  private boolean follow;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    format.requireSize(spec);
    requireImageOptions();
    List<NamedFile> inputs = FileTree.distinct(inputs());
    long start = System.nanoTime();
    // Long enough for the flush: reading standard input cannot be interrupted anyway.
    try (Teardown teardown = new Teardown(Duration.ofSeconds(1))) {
      Producer<byte[], byte[]> producer = teardown.add(Feed.producer(kafka.settings()));
      Pace pace = rate == null ? Pace.unlimited() : Pace.bytesPerSecond(rate);
      Feed feed = new Feed(producer, topic, pace);
      if (follow) {
        feed.send(followed(inputs), teardown);
      } else {
        for (NamedFile input : inputs) {
          if (!teardown.awaitStop(Duration.ZERO)) {
            feed.send(images ? imageSources(input) : List.of(source(input)), teardown);
          }
        }
      }
      report(feed, (System.nanoTime() - start) / 1e9);
    }
    return 0;
  }

  private void requireImageOptions() {
    if (!images && (split != 1 || labelAfter != null)) {
      throw new ParameterException(
          spec.commandLine(), "--split and --label-after are for images; give --images too");
    }
    if (images
        && (format.lines || follow || paths.stream().anyMatch(FeedCommand::isStandardInput))) {
      throw new ParameterException(
          spec.commandLine(), "--images sends files whole; leave out --lines, --follow and -");
    }
    Ranges.require(spec, "--split", split, 1, Ranges.MAX_SPLIT);
    Ranges.require(
        spec, "--label-after", labelAfter == null ? 0 : labelAfter, 0, Integer.MAX_VALUE);
  }

  private List<ImageSource> imageSources(NamedFile input) throws IOException {
    LabelledImages content = ImageFiles.read(List.of(input.path()));
    return ImageSource.deal(key == null ? input.name() : key, content, split, labelAfter);
  }

  private List<NamedFile> inputs() throws IOException {
    List<NamedFile> inputs = new ArrayList<>();
    for (Path path : paths) {
      if (images) {
        inputs.add(new NamedFile(path, path.toAbsolutePath().normalize().getFileName().toString()));
      } else if (isStandardInput(path)) {
        inputs.add(new NamedFile(path, "stdin"));
      } else {
        inputs.addAll(FileTree.list(List.of(path), message -> Messages.say(spec, message)));
      }
    }
    return inputs;
  }

  private static boolean isStandardInput(Path path) {
    return path.toString().equals(STANDARD_INPUT);
  }

  private List<RecordSource> followed(List<NamedFile> inputs) throws IOException {
    List<RecordSource> sources = new ArrayList<>();
    try {
      for (NamedFile input : inputs) {
        sources.add(source(input));
      }
      return sources;
    } catch (IOException e) {
      for (RecordSource source : sources) {
        source.close();
      }
      throw new IOException(
          "%s. Followed files stay open, and %,d of %,d are: if that is the limit, raise it (ulimit -n) or follow fewer"
              .formatted(e.getMessage(), sources.size(), inputs.size()),
          e);
    }
  }

  private RecordSource source(NamedFile input) throws IOException {
    Path path = input.path();
    if (isStandardInput(path)) {
      return source(input, InputFile.once("standard input", System.in), false);
    }
    if (!Files.isRegularFile(path)) {
      return source(input, InputFile.once(path.toString(), Files.newInputStream(path)), false);
    }
    InputFile file = InputFile.of(path);
    // What is compressed does not grow.
    boolean grows = follow && !file.isCompressed();
    return source(input, grows ? new FollowedFile(path, format.lines) : file.open(0), grows);
  }

  private RecordSource source(NamedFile input, InputStream content, boolean grows) {
    byte[] streamKey = (key == null ? input.name() : key).getBytes(StandardCharsets.UTF_8);
    return format.lines
        ? new LineSource(streamKey, content, grows)
        : new ChunkSource(streamKey, content, format.chunkBytes, grows);
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

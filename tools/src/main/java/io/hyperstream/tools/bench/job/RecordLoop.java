package io.hyperstream.tools.bench.job;

import io.hyperstream.tools.bench.speed.SampleText;
import io.hyperstream.tools.feed.LineSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Records without end: the same ones again and again, and each with the next of the keys.
 *
 * @param name for people to read
 * @param values of the records, less the newline that the job adds
 */
public record RecordLoop(String name, List<byte[]> values) {

  /** Lines of logs that are made up. */
  public static final String LINES = "lines";

  /** Text that is made up, 100 bytes a record with its newline. */
  public static final String TEXT = "text";

  /** Vectors of three numbers that are made up. */
  public static final String NUMBERS = "numbers";

  private static final int MADE_UP = 1 << 14;
  private static final int TEXT_BYTES = 99;
  private static final long SEED = 1;
  private static final int MAX_FILE_LINES = 1 << 20;

  /** What lines say; a # is a number, a $ a word. */
  private static final List<String> EVENTS =
      List.of(
          "INFO  [worker-#] c.example.orders.OrderService: order # of customer # accepted in # ms",
          "INFO  [worker-#] c.example.http.Access: GET /api/v1/$/# HTTP/1.1 200 # bytes # ms",
          "DEBUG [pool-#] c.example.cache.Region: $ has # entries, # hits, # misses",
          "INFO  [worker-#] c.example.http.Access: POST /api/v1/$ HTTP/1.1 201 # bytes # ms",
          "WARN  [pool-#] c.example.db.Pool: connection # to $-db waited # ms",
          "INFO  [sched-#] c.example.jobs.Cleanup: removed # files of $ in # ms",
          "ERROR [worker-#] c.example.pay.Gateway: payment # refused: $ timed out after # ms");

  private static final List<String> WORDS =
      List.of("orders", "customers", "items", "stock", "prices", "sessions", "invoices", "carts");

  /**
   * The records of a name: {@link #LINES}, {@link #TEXT}, {@link #NUMBERS}, or the lines of a file.
   *
   * @throws IOException if there is no such file, or it has no line
   */
  public static RecordLoop of(String name) throws IOException {
    return switch (name) {
      case LINES -> new RecordLoop(name, madeUpLines());
      case TEXT -> new RecordLoop(name, madeUpText());
      case NUMBERS -> new RecordLoop(name, madeUpNumbers());
      default -> ofFile(Path.of(name));
    };
  }

  private static RecordLoop ofFile(Path file) throws IOException {
    List<byte[]> lines = new ArrayList<>();
    try (LineSource source = new LineSource(new byte[0], Files.newInputStream(file), false)) {
      for (byte[] line = source.poll(); line != null; line = source.poll()) {
        lines.add(line);
        if (lines.size() == MAX_FILE_LINES) {
          break;
        }
      }
    }
    if (lines.isEmpty()) {
      throw new IOException(file + " has no line");
    }
    return new RecordLoop(file.getFileName().toString(), lines);
  }

  private static List<byte[]> madeUpLines() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<byte[]> lines = new ArrayList<>();
    for (int i = 0; i < MADE_UP; i++) {
      StringBuilder line = new StringBuilder();
      line.append("2026-11-26 %02d:%02d:".formatted(i / 3600 % 24, i / 60 % 60));
      line.append("%02d,%03d ".formatted(i % 60, random.nextInt(1000)));
      // The first events are the frequent ones.
      int event = (int) (EVENTS.size() * random.nextDouble() * random.nextDouble());
      for (char c : EVENTS.get(event).toCharArray()) {
        switch (c) {
          case '#' -> line.append((int) Math.exp(random.nextDouble() * 9));
          case '$' -> line.append(WORDS.get(random.nextInt(WORDS.size())));
          default -> line.append(c);
        }
      }
      lines.add(line.toString().getBytes(StandardCharsets.US_ASCII));
    }
    return lines;
  }

  private static List<byte[]> madeUpText() {
    int[] symbols = SampleText.symbols();
    List<byte[]> records = new ArrayList<>();
    for (int from = 0; from + TEXT_BYTES <= symbols.length; from += TEXT_BYTES) {
      byte[] record = new byte[TEXT_BYTES];
      for (int i = 0; i < TEXT_BYTES; i++) {
        record[i] = (byte) (symbols[from + i] == '\n' ? ' ' : symbols[from + i]);
      }
      records.add(record);
    }
    return records;
  }

  /** A load that comes and goes, memory that is taken and freed, and how many were served. */
  private static List<byte[]> madeUpNumbers() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < MADE_UP; i++) {
      double load = 0.5 + 0.3 * Math.sin(i / 50.0) + 0.02 * random.nextGaussian();
      double memory = 2e9 + 1e7 * (i % 64) + 1e6 * random.nextGaussian();
      int served = (int) (1000 * load + 20 * random.nextGaussian());
      String line = String.format(Locale.ROOT, "%.4f,%.0f,%d", load, memory, served);
      records.add(line.getBytes(StandardCharsets.US_ASCII));
    }
    return records;
  }

  /** The value of a record, from 0. */
  byte[] value(long record) {
    return values.get((int) (record % values.size()));
  }

  /** Its key, where they take turns. */
  static byte[] key(long record, int keys) {
    return ("key-" + record % keys).getBytes(StandardCharsets.US_ASCII);
  }

  /** Symbols of a record on average. */
  double symbols() {
    return 1 + values.stream().mapToInt(value -> value.length).average().orElseThrow();
  }
}

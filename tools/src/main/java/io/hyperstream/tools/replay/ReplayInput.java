package io.hyperstream.tools.replay;

import io.hyperstream.job.input.InputFormat;
import io.hyperstream.model.kernels.FailedStart;
import io.hyperstream.tools.feed.ChunkSource;
import io.hyperstream.tools.feed.LineSource;
import io.hyperstream.tools.feed.RecordSource;
import io.hyperstream.tools.feed.RoundRobin;
import io.hyperstream.tools.judge.Label;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The records to replay. Each piece of a file is a stream, and the streams take turns, one record
 * each. The order of the records depends on the files and these settings alone.
 */
public final class ReplayInput {

  private static final int MAX_NAMES = 3;
  private static final int NO_CHUNKS = 0;

  private final List<Piece> pieces;
  private final int chunkBytes;
  private final Labels labels;
  private final Opener opener;

  /** How it is known which lines are anomalous. */
  private enum Labels {
    NONE,
    FIRST_WORD,
    INJECTED
  }

  /** Turns the bytes of a piece into records. */
  private interface Opener {
    RecordSource open(byte[] key, InputStream bytes, Consumer<Label> labels);
  }

  private ReplayInput(List<Piece> pieces, int chunkBytes, Labels labels, Opener opener) {
    this.pieces = pieces;
    this.chunkBytes = chunkBytes;
    this.labels = labels;
    this.opener = opener;
  }

  /** Each line is a record, see {@link LineSource}; files are cut between lines. */
  public static ReplayInput lines(List<Path> files, int split) throws InputFileException {
    return lines(files, split, Labels.NONE, (key, bytes, labels) -> line(key, bytes));
  }

  /**
   * The same for lines that begin with a label. The records do not contain the label.
   *
   * @throws InputFileException also if a line has no label, or no line is normal
   */
  public static ReplayInput labelledLines(List<Path> files, int split) throws InputFileException {
    ReplayInput input =
        lines(
            files,
            split,
            Labels.FIRST_WORD,
            (key, bytes, labels) -> new LabelledSource(line(key, bytes), labels));
    LabelCheck.require(input);
    return input;
  }

  /** The same with foreign lines injected. The foreign lines are the anomalous ones. */
  public static ReplayInput injectedLines(List<Path> files, int split, Injection injection)
      throws InputFileException {
    return lines(
        files,
        split,
        Labels.INJECTED,
        (key, bytes, labels) -> new InjectedSource(line(key, bytes), injection, labels));
  }

  private static ReplayInput lines(List<Path> files, int split, Labels labels, Opener opener)
      throws InputFileException {
    List<Piece> pieces = cut(files, new FileCutter(split, true));
    return new ReplayInput(pieces, NO_CHUNKS, labels, opener);
  }

  private static RecordSource line(byte[] key, InputStream bytes) {
    return new LineSource(key, bytes, false);
  }

  /**
   * Each record is an Avro {@code Chunk} of this many bytes.
   *
   * @param split number of streams per file
   */
  public static ReplayInput chunks(List<Path> files, int split, int chunkBytes)
      throws InputFileException {
    return chunks(files, split, chunkBytes, Long.MAX_VALUE);
  }

  /**
   * The same for the beginning of each file.
   *
   * @param maxBytes how many bytes of each file are used, from its start
   */
  public static ReplayInput chunks(List<Path> files, int split, int chunkBytes, long maxBytes)
      throws InputFileException {
    FileCutter cutter = new FileCutter(split, false, maxBytes);
    return new ReplayInput(
        cut(files, cutter),
        chunkBytes,
        Labels.NONE,
        (key, bytes, labels) -> new ChunkSource(key, bytes, chunkBytes, false));
  }

  private static List<Piece> cut(List<Path> files, FileCutter cutter) throws InputFileException {
    List<Piece> pieces = new ArrayList<>();
    for (Path file : files) {
      pieces.addAll(cutter.cut(file));
    }
    return pieces;
  }

  /** The input format that a job needs to read these records. */
  InputFormat format() {
    return isLines() ? InputFormat.TEXT : InputFormat.AVRO;
  }

  /** Whether each record is a line; otherwise each is {@link #chunkBytes} of its file. */
  boolean isLines() {
    return chunkBytes == NO_CHUNKS;
  }

  int chunkBytes() {
    return chunkBytes;
  }

  /** Whether it is known which records are anomalous. */
  boolean isLabelled() {
    return labels != Labels.NONE;
  }

  /** Whether the anomalous records are not in the files. */
  boolean isInjected() {
    return labels == Labels.INJECTED;
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** Keys of the streams, in the order in which they take turns. */
  List<String> keys() {
    return pieces.stream().map(Piece::key).toList();
  }

  /** The names of the first few files, and how many more there are; for people to read. */
  String data() {
    List<String> names =
        pieces.stream().map(piece -> piece.file().getFileName().toString()).distinct().toList();
    String first = String.join(", ", names.subList(0, Math.min(MAX_NAMES, names.size())));
    return names.size() <= MAX_NAMES
        ? first
        : "%s and %d more".formatted(first, names.size() - MAX_NAMES);
  }

  /** Total size of all streams. */
  public long bytes() {
    return pieces.stream().mapToLong(Piece::bytes).sum();
  }

  /** Opens all pieces as sources for {@link RoundRobin}. */
  List<RecordSource> open() throws IOException {
    return open(label -> {});
  }

  /**
   * The same with labels.
   *
   * @param labels receives the label of each polled record, in order; never called if the input is
   *     not labelled
   */
  List<RecordSource> open(Consumer<Label> labels) throws IOException {
    List<RecordSource> sources = new ArrayList<>();
    try {
      for (Piece piece : pieces) {
        sources.add(open(piece, labels));
      }
      return sources;
    } catch (Throwable e) {
      sources.forEach(source -> FailedStart.close(e, source));
      throw e;
    }
  }

  /** Opens one piece. */
  RecordSource open(Piece piece, Consumer<Label> labels) throws IOException {
    return opener.open(piece.key().getBytes(StandardCharsets.UTF_8), piece.open(), labels);
  }
}

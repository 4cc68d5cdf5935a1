package io.hyperstream.tools.replay;

import io.hyperstream.job.input.InputFormat;
import io.hyperstream.tools.feed.ChunkSource;
import io.hyperstream.tools.feed.LineSource;
import io.hyperstream.tools.feed.RecordSource;
import io.hyperstream.tools.feed.RoundRobin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The records to replay: pieces of files as streams that take turns, one record each. The order of
 * the records depends on the files and these settings alone.
 */
public final class ReplayInput {

  private final List<Piece> pieces;
  private final InputFormat format;
  private final boolean labelled;
  private final Opener opener;

  /** Makes a piece's bytes records. */
  private interface Opener {
    RecordSource open(byte[] key, InputStream bytes, Consumer<Boolean> labels);
  }

  private ReplayInput(List<Piece> pieces, InputFormat format, boolean labelled, Opener opener) {
    this.pieces = pieces;
    this.format = format;
    this.labelled = labelled;
    this.opener = opener;
  }

  /** Each line is a record, see {@link LineSource}; files are cut between lines. */
  public static ReplayInput lines(List<Path> files, int split) throws InputFileException {
    return lines(files, split, false, (key, bytes, labels) -> line(key, bytes));
  }

  /** The same of lines that begin with a label, which the records do not have. */
  public static ReplayInput labelledLines(List<Path> files, int split) throws InputFileException {
    return lines(
        files, split, true, (key, bytes, labels) -> new LabelledSource(line(key, bytes), labels));
  }

  /** The same of lines with foreign ones among them, which are the anomalous ones. */
  public static ReplayInput injectedLines(List<Path> files, int split, Injection injection)
      throws InputFileException {
    return lines(
        files,
        split,
        true,
        (key, bytes, labels) -> new InjectedSource(line(key, bytes), injection, labels));
  }

  private static ReplayInput lines(List<Path> files, int split, boolean labelled, Opener opener)
      throws InputFileException {
    List<Piece> pieces = cut(files, new FileCutter(split, true));
    return new ReplayInput(pieces, InputFormat.TEXT, labelled, opener);
  }

  private static RecordSource line(byte[] key, InputStream bytes) {
    return new LineSource(key, bytes, false);
  }

  /**
   * So many bytes are a record, an Avro {@code Chunk}.
   *
   * @param split into how many streams each file is cut
   */
  public static ReplayInput chunks(List<Path> files, int split, int chunkBytes)
      throws InputFileException {
    return chunks(files, split, chunkBytes, Long.MAX_VALUE);
  }

  /**
   * The same of the beginnings of files.
   *
   * @param mostBytes of each file
   */
  public static ReplayInput chunks(List<Path> files, int split, int chunkBytes, long mostBytes)
      throws InputFileException {
    FileCutter cutter = new FileCutter(split, false, mostBytes);
    return new ReplayInput(
        cut(files, cutter),
        InputFormat.AVRO,
        false,
        (key, bytes, labels) -> new ChunkSource(key, bytes, chunkBytes, false));
  }

  private static List<Piece> cut(List<Path> files, FileCutter cutter) throws InputFileException {
    List<Piece> pieces = new ArrayList<>();
    for (Path file : files) {
      pieces.addAll(cutter.cut(file));
    }
    return pieces;
  }

  /** What a job must be told to read these records. */
  InputFormat format() {
    return format;
  }

  /** Whether it is known which records are anomalous. */
  boolean isLabelled() {
    return labelled;
  }

  /** Keys of the streams, in the order in which they take turns. */
  List<String> keys() {
    return pieces.stream().map(Piece::key).toList();
  }

  /** Of all streams together. */
  public long bytes() {
    return pieces.stream().mapToLong(Piece::bytes).sum();
  }

  /** Opens all pieces, for {@link RoundRobin} to take turns with. */
  List<RecordSource> open() throws IOException {
    return open(anomalous -> {});
  }

  /**
   * The same for somebody who may know the labels.
   *
   * @param labels takes whether a record is anomalous, for each in the order in which they are
   *     polled; nothing if the input is not labelled
   */
  List<RecordSource> open(Consumer<Boolean> labels) throws IOException {
    List<RecordSource> sources = new ArrayList<>();
    try {
      for (Piece piece : pieces) {
        byte[] key = piece.key().getBytes(StandardCharsets.UTF_8);
        sources.add(opener.open(key, piece.open(), labels));
      }
      return sources;
    } catch (IOException e) {
      for (RecordSource source : sources) {
        source.close();
      }
      throw e;
    }
  }
}

package io.hyperstream.job.replay;

import io.hyperstream.job.feed.ChunkSource;
import io.hyperstream.job.feed.LineSource;
import io.hyperstream.job.feed.RecordSource;
import io.hyperstream.job.feed.RoundRobin;
import io.hyperstream.job.input.InputFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The records to replay: pieces of files as streams that take turns, one record each. The order of
 * the records depends on the files and these settings alone.
 */
public final class ReplayInput {

  private final List<Piece> pieces;
  private final boolean lines;
  private final int chunkBytes;

  private ReplayInput(List<Piece> pieces, boolean lines, int chunkBytes) {
    this.pieces = pieces;
    this.lines = lines;
    this.chunkBytes = chunkBytes;
  }

  /** Each line is a record, see {@link LineSource}; files are cut between lines. */
  public static ReplayInput lines(List<Path> files, int split) throws InputFileException {
    return new ReplayInput(cut(files, new FileCutter(split, true)), true, 0);
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
    return new ReplayInput(cut(files, cutter), false, chunkBytes);
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
    return lines ? InputFormat.TEXT : InputFormat.AVRO;
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
    List<RecordSource> sources = new ArrayList<>();
    try {
      for (Piece piece : pieces) {
        byte[] key = piece.key().getBytes(StandardCharsets.UTF_8);
        InputStream bytes = piece.open();
        sources.add(
            lines
                ? new LineSource(key, bytes, false)
                : new ChunkSource(key, bytes, chunkBytes, false));
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

package io.hyperstream.tools.replay;

import io.hyperstream.tools.feed.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Cuts files into contiguous pieces of nearly equal size with the keys {@code name/0}, {@code
 * name/1} and so on. A file that stays whole has its name as the key. The second file of a name is
 * called {@code name#2}, and so on.
 */
final class FileCutter {

  private final int split;
  private final boolean atLines;
  private final long maxBytes;
  private final Set<String> names = new HashSet<>();

  /**
   * @param split number of pieces per file
   * @param atLines whether to cut only after a newline; pieces are then as equal as lines allow
   */
  FileCutter(int split, boolean atLines) {
    this(split, atLines, Long.MAX_VALUE);
  }

  /**
   * The same for the beginning of each file.
   *
   * @param maxBytes how many bytes of each file are used, from its start
   */
  FileCutter(int split, boolean atLines, long maxBytes) {
    this.split = split;
    this.atLines = atLines;
    this.maxBytes = maxBytes;
  }

  /**
   * The pieces of a file, in order.
   *
   * @throws InputFileException if the file cannot be read, or cannot be cut into that many pieces
   */
  List<Piece> cut(Path file) throws InputFileException {
    requireReadable(file);
    String name = distinct(file.getFileName().toString());
    try {
      InputFile input = InputFile.of(file);
      long size = Math.min(input.size(), maxBytes);
      if (size == 0) {
        throw new InputFileException(file, "is empty: there is nothing to learn from");
      }
      if (split == 1) {
        return List.of(new Piece(name, input, 0, size));
      }
      List<Piece> pieces = new ArrayList<>(split);
      long start = 0;
      for (int i = 0; i < split; i++) {
        long end = i == split - 1 ? size : cutAt(input, size, i + 1);
        if (end <= start) {
          throw new InputFileException(
              file,
              "has %d bytes and cannot be cut into %d pieces%s: lower --split"
                  .formatted(size, split, atLines ? " of whole lines" : ""));
        }
        pieces.add(new Piece(name + "/" + i, input, start, end));
        start = end;
      }
      return pieces;
    } catch (IOException e) {
      throw new InputFileException(e);
    }
  }

  static void requireReadable(Path file) throws InputFileException {
    if (Files.notExists(file)) {
      throw new InputFileException(file, "does not exist");
    }
    if (Files.isDirectory(file)) {
      throw new InputFileException(file, "is a folder: name the files in it");
    }
    if (!Files.isReadable(file)) {
      throw new InputFileException(file, "cannot be read: permission denied");
    }
    if (!Files.isRegularFile(file)) {
      throw new InputFileException(file, "is not a regular file: copy its content into one");
    }
  }

  private String distinct(String name) {
    String distinct = name;
    for (int i = 2; !names.add(distinct); i++) {
      distinct = name + "#" + i;
    }
    return distinct;
  }

  private long cutAt(InputFile input, long size, int piece) throws IOException {
    // Equals size * piece / split, rounded down, but does not overflow.
    long even = size / split * piece + size % split * piece / split;
    return atLines ? afterLine(input, even, size) : even;
  }

  /** The first start of a line at or after {@code position}, or the end of the file. */
  private static long afterLine(InputFile input, long position, long size) throws IOException {
    if (position == 0) {
      return 0;
    }
    try (InputStream content = input.open(position - 1)) {
      for (long next = position; next < size; next++) {
        if (content.read() == '\n') {
          return next;
        }
      }
      return size;
    }
  }
}

package io.hyperstream.tools.bench.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the labelled logs of a suite. */
final class LabelledLogs {

  private LabelledLogs() {}

  /**
   * The given files, and the files in the given folders but not below them; of a folder in the
   * order of their names, without those whose name begins with a dot.
   *
   * @throws IllegalArgumentException if a path does not exist, or there is no file
   * @throws IOException if a folder cannot be read
   */
  static List<Path> in(List<Path> paths) throws IOException {
    List<Path> logs = new ArrayList<>();
    for (Path path : paths) {
      if (Files.notExists(path)) {
        throw new IllegalArgumentException(path + " does not exist: name folders or labelled logs");
      }
      if (Files.isDirectory(path)) {
        logs.addAll(filesIn(path));
      } else {
        logs.add(path);
      }
    }
    if (logs.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no file: put labelled logs there".formatted(paths));
    }
    return logs;
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }
}

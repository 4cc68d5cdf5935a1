package io.hyperstream.tools.bench;

import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.util.ArrayList;
import java.util.List;

/**
 * What learners made of a file.
 *
 * @param bytes of it that were learned
 * @param runs one for each learner, or each group of them
 */
public record FileRuns<R>(String file, long bytes, List<R> runs) {

  /**
   * A table for each file.
   *
   * @param split into how many streams each was cut
   * @param table of the runs on one
   */
  public static <R> List<String> tables(List<FileRuns<R>> files, int split, TextTable<R> table) {
    List<String> lines = new ArrayList<>();
    for (FileRuns<R> file : files) {
      lines.add("");
      lines.add(
          Wording.of(
              "%s: %s as %s, read once from a cold start",
              file.file(), Wording.count(file.bytes(), "byte"), Wording.count(split, "stream")));
      lines.addAll(table.lines(file.runs()));
    }
    return lines;
  }
}

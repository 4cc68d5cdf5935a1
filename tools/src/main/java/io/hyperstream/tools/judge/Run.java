package io.hyperstream.tools.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Consecutive anomalous lines of a stream with one label. */
final class Run {

  private final Label label;
  private int lines;
  private int linesUntilCaught;

  private Run(Label label) {
    this.label = label;
  }

  /** The runs among the lines, in the order in which they begin. */
  static List<Run> in(List<JudgedLine> lines) {
    List<Run> runs = new ArrayList<>();
    Map<String, Run> open = new HashMap<>();
    for (JudgedLine line : lines) {
      if (!line.isAnomalous()) {
        open.remove(line.key());
        continue;
      }
      Run run = open.get(line.key());
      if (run == null || !run.label.equals(line.label())) {
        run = new Run(line.label());
        open.put(line.key(), run);
        runs.add(run);
      }
      run.add(line);
    }
    return runs;
  }

  private void add(JudgedLine line) {
    lines++;
    if (!isCaught() && line.isAlerted()) {
      linesUntilCaught = lines;
    }
  }

  Label label() {
    return label;
  }

  boolean isCaught() {
    return linesUntilCaught > 0;
  }

  /** Its lines up to the first that raised an alert, this one included; 0 if none did. */
  int linesUntilCaught() {
    return linesUntilCaught;
  }
}

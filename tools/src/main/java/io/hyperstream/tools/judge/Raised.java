package io.hyperstream.tools.judge;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The incidents that alerts of judged lines belong to.
 *
 * @param wrong how many of them have no alert of an anomalous line
 */
public record Raised(int incidents, int wrong) {

  static Raised by(List<JudgedLine> lines) {
    Set<String> all = new HashSet<>();
    Set<String> right = new HashSet<>();
    for (JudgedLine line : lines) {
      all.addAll(line.outcome().incidents());
      if (line.isAnomalous()) {
        right.addAll(line.outcome().incidents());
      }
    }
    return new Raised(all.size(), all.size() - right.size());
  }
}

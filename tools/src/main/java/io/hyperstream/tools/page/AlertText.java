package io.hyperstream.tools.page;

import com.fasterxml.jackson.annotation.JsonValue;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.RareWord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The text of an alert's record, as far as the alert has it, with its rare words marked. */
final class AlertText {

  /** Consecutive symbols that all are, or all are not, in rare words. */
  record Run(String text, boolean rare) {

    /** The form in JSON: the text, and whether it is rare. */
    @JsonValue
    Object[] compact() {
      return new Object[] {text, rare};
    }
  }

  private AlertText() {}

  static List<Run> runs(Alert alert) {
    List<RareWord> words = new ArrayList<>(alert.getRareWords());
    words.sort(Comparator.comparingInt(RareWord::getStart));
    List<Run> runs = new ArrayList<>();
    int end = alert.getRecordStart();
    for (RareWord word : words) {
      add(runs, alert, end, word.getStart(), false);
      add(runs, alert, word.getStart(), word.getEnd(), true);
      end = word.getEnd();
    }
    add(runs, alert, end, Integer.MAX_VALUE, false);
    return runs;
  }

  private static void add(List<Run> runs, Alert alert, int start, int end, boolean rare) {
    String text = ShadedText.of(alert.getText(), start, end).plain();
    if (!text.isEmpty()) {
      runs.add(new Run(text, rare));
    }
  }
}

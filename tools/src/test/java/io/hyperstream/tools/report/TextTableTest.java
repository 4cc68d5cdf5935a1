package io.hyperstream.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

  private record Row(String name, Long count, double share) {}

  private static TextTable<Row> table() {
    return new TextTable<Row>()
        .text("NAME", 6, Row::name)
        .number("COUNT", "%,d", Row::count)
        .number("SHARE", "%.1f%%", Row::share);
  }

  @Test
  void textsBeginInLineAndNumbersEndInLine() {
    assertThat(table().lines(List.of(new Row("a", 1L, 50), new Row("bc", 1_234_567L, 7.25))))
        .containsExactly(
            "NAME      COUNT  SHARE", //
            "a             1  50.0%",
            "bc    1,234,567   7.3%");
  }

  @Test
  void longTextsAreCutAndCharactersThatMoveTheCursorAreShown() {
    assertThat(table().lines(List.of(new Row("long name", 1L, 0), new Row("\n漢字", 2L, 0))))
        .containsExactly(
            "NAME    COUNT  SHARE", //
            "long …      1   0.0%",
            "↵漢字       2   0.0%");
  }

  @Test
  void whatIsMissingStaysBlank() {
    List<Row> rows = List.of(new Row("a", null, 1));
    assertThat(table().lines(rows)).containsExactly("NAME  COUNT  SHARE", "a             1.0%");
    assertThat(new TextTable<Row>().number("COUNT", "%d", Row::count).lines(rows))
        .containsExactly("COUNT", "");
  }

  @Test
  void theNoteIsThereIfARowIsMarked() {
    TextTable<Row> table =
        new TextTable<Row>().text("NAME", 6, Row::name).mark(row -> row.share() < 1, "too low");
    Row low = new Row("low", 1L, 0);
    Row high = new Row("high", 1L, 2);
    assertThat(table.lines(List.of(low, high)))
        .containsExactly("NAME", "low*", "high", "* too low");
    assertThat(table.lines(List.of(high))).containsExactly("NAME", "high");
  }
}

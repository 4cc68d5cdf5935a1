package io.hyperstream.job.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {

  @Test
  void padsAndCutsToColumns() {
    assertThat(VisibleText.fit("abc", 5)).isEqualTo("abc  ");
    assertThat(VisibleText.fit("abcde", 5)).isEqualTo("abcde");
    assertThat(VisibleText.fit("abcdef", 5)).isEqualTo("abcd…");
    assertThat(VisibleText.cut("abc", 0)).isEmpty();
    assertThat(VisibleText.cut("ab\0c", 5)).as("a mark is not cut").isEqualTo("ab…");
  }

  @Test
  void countsWideCharactersTwice() {
    assertThat(VisibleText.fit("漢字", 5)).isEqualTo("漢字 ");
    assertThat(VisibleText.fit("漢字", 4)).isEqualTo("漢字");
    assertThat(VisibleText.fit("漢字", 3)).isEqualTo("漢…");
    assertThat(VisibleText.fit("漢字", 2)).isEqualTo("… ");
    assertThat(VisibleText.cut("\ud83d\ude00x", 2)).isEqualTo("…");
  }

  @Test
  void showsWhatATerminalWouldObey() {
    assertThat(VisibleText.cut("\033[2J\n\t\u007f", 80)).isEqualTo("\\x1b[2J↵→\\x7f");
    assertThat(VisibleText.cut("\u202e\u200b\u2028\ue000\ud800", 80)).isEqualTo("·····");
    assertThat(VisibleText.of("\0\r\u009b")).isEqualTo("\\x00\\x0d\\x9b");
    assertThat(VisibleText.cut("e\u0301", 80)).isEqualTo("e·");
    assertThat(VisibleText.cut("né ß", 80)).isEqualTo("né ß");
  }
}

package io.hyperstream.tools.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {

  @Test
  void padsAndCutsToColumns() {
    assertThat(VisibleText.fit("abc", 5)).isEqualTo("abc  ");
    assertThat(VisibleText.fit("abcde", 5)).isEqualTo("abcde");
    assertThat(VisibleText.fit("abcdef", 5)).isEqualTo("abcd…");
    assertThat(VisibleText.cut("abc", 0)).isEmpty();
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
    assertThat(VisibleText.cut("\033[2J\n\t\u007f", 80)).isEqualTo("␛[2J␊␉␡");
    assertThat(VisibleText.cut("\u009b\u202e\u200b\u2028\ue000\ud800", 80)).isEqualTo("······");
    assertThat(VisibleText.cut("e\u0301", 80)).isEqualTo("e·");
    assertThat(VisibleText.cut("né ß", 80)).isEqualTo("né ß");
  }
}

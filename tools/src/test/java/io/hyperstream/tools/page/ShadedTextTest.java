package io.hyperstream.tools.page;

import static io.hyperstream.tools.page.PageFixtures.plain;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.tools.page.ShadedText.Piece;
import org.junit.jupiter.api.Test;

class ShadedTextTest {

  @Test
  void aCharacterCostsWhatAllItsBytesCost() {
    byte[] bytes = "a\u00e9\ud83d\ude00".getBytes(UTF_8);
    double[] bits = {1, 2, 4, 8, 16, 32, 64};

    assertThat(ShadedText.ofBytes(bytes, bits).pieces())
        .containsExactly(new Piece("a", 1), new Piece("\u00e9", 6), new Piece("\ud83d\ude00", 120));
  }

  @Test
  void bytesThatAreNoCharacterStandForThemselves() {
    byte[] bytes = {'a', (byte) 0xC3, 'b', (byte) 0x80, (byte) 0xF5, (byte) 0xE2, (byte) 0x82};

    assertThat(plain(ShadedText.ofBytes(bytes, null)))
        .isEqualTo("a\ufffdb\ufffd\ufffd\ufffd\ufffd");
  }

  @Test
  void whatCannotBeSeenHasAStandInButForTheNewline() {
    byte[] bytes = "\u202eabc\u0000\te\u0301\n".getBytes(UTF_8);

    assertThat(plain(ShadedText.ofBytes(bytes, null))).isEqualTo("\u00b7abc\\x00\u2192e\u0301\n");
  }

  @Test
  void tokenIdsAreNumbers() {
    assertThat(ShadedText.ofIds(new int[] {5, 70_000}, new double[] {1, 2}).pieces())
        .containsExactly(new Piece("5 ", 1), new Piece("70000 ", 2));
  }
}

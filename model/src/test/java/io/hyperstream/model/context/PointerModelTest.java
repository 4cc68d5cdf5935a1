package io.hyperstream.model.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PointerModelTest {

  private static final int BY_KIND = 0;
  private static final int BY_LABEL = 1;
  private static final int BY_FIELD = 2;

  private final PointerModel pointers = new PointerModel(1 << 16);
  private final History history = new History();

  private void read(String text) {
    for (byte symbol : text.getBytes(StandardCharsets.US_ASCII)) {
      history.grow(1 << 10);
      history.append(symbol);
      pointers.follow(history, symbol);
      pointers.note(history, symbol);
    }
    pointers.begin(history);
  }

  @Test
  void theSamePlaceOfALineOfTheSameKindIsFound() {
    read("port 4711 open\nuser anna left\nport 88");
    assertThat(pointers.expected(BY_KIND)).isEqualTo('1');
    assertThat(history.pointers[BY_KIND].comparison).isEqualTo(Pointer.GREATER);
    // The token there is longer.
    read(" ");
    assertThat(pointers.expected(BY_KIND)).isEqualTo('o');
    read("open\nuser bo");
    assertThat(pointers.expected(BY_KIND)).isEqualTo('n');
    read(" ");
    assertThat(pointers.expected(BY_KIND)).isEqualTo('l');
  }

  @Test
  void aLongerTokenIsWaitedFor() {
    read("port 47 open\nport 471");
    assertThat(pointers.expected(BY_KIND)).isEqualTo(' ');
    read("12 ");
    assertThat(pointers.expected(BY_KIND)).isEqualTo('o');
    assertThat(pointers.next(BY_KIND)).isEqualTo('p');
  }

  @Test
  void aLabelIsKnownInLinesOfOtherKinds() {
    read("{\"id\":17,\"size\":\"large\"}\n{\"user\":\"anna\",\"id\":33,\"size\":\"");
    assertThat(pointers.expected(BY_LABEL)).isEqualTo('l');
  }

  @Test
  void aFieldIsKnownByItsNumber() {
    read("10:15 alpha up\n10:16 beta ");
    assertThat(pointers.expected(BY_FIELD)).isEqualTo('u');
  }

  @Test
  void nothingIsExpectedBeforeAnythingWasRead() {
    read("port");
    for (int i = 0; i < PointerModel.POINTERS; i++) {
      assertThat(pointers.expected(i)).isEqualTo(-1);
      assertThat(pointers.expectedBit(i, 1, 0)).isZero();
      assertThat(PointerModel.classOf(history.pointers[i])).isZero();
    }
  }
}

package io.hyperstream.model.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class UsualWordsTest {

  private static final int VERB = 17;

  private final UsualWords words = new UsualWords(Capacity.AMPLE);

  /** Records of a verb and a name that is always new. */
  private void learn() {
    for (int record = 0; record < 300; record++) {
      words.addInColumn(0, VERB);
      words.addAfter(0, 0, VERB);
      words.addInColumn(1, 1000 + record);
      words.addAfter(VERB, 0, 1000 + record);
    }
  }

  @Test
  void aWordThatIsNewInAColumnIsRareUnlessAllAreNewThere() {
    learn();
    assertThat(words.addInColumn(0, 5)).isGreaterThan(5);
    assertThat(words.addInColumn(1, 5)).isLessThan(2);
    assertThat(words.addInColumn(0, VERB)).isLessThan(1);
  }

  @Test
  void soItIsAfterOtherWords() {
    learn();
    assertThat(words.addAfter(0, 0, 5)).isGreaterThan(10);
    assertThat(words.addAfter(VERB, 0, 5)).isLessThan(4);
    assertThat(words.addAfter(0, 0, VERB)).isLessThan(2);
  }

  @Test
  void goesOnAsItWasStored() throws IOException {
    learn();
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    words.write(new DataOutputStream(stored));
    UsualWords read =
        UsualWords.read(
            Capacity.AMPLE, new DataInputStream(new ByteArrayInputStream(stored.toByteArray())));
    assertThat(read).usingRecursiveComparison().isEqualTo(words);
    assertThat(read.addAfter(VERB, 0, 7)).isEqualTo(words.addAfter(VERB, 0, 7));
  }
}

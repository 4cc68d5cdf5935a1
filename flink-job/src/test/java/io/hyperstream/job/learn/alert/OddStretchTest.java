package io.hyperstream.job.learn.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.expert.Continuation;
import io.hyperstream.model.observation.ObservationKind;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class OddStretchTest {

  private static final List<Continuation> EXPECTED =
      List.of(new Continuation(new int[] {1, 2}, 0.5f), new Continuation(new int[] {3}, 0.25f));

  private final OddStretch stretch = new OddStretch();

  private void add(float... surprises) {
    for (int i = 0; i < surprises.length; i++) {
      stretch.add(i, surprises[i], null);
    }
  }

  @Test
  void nothingStandsOutWhereNothingIsSurprising() {
    add(0.9f, 0, -1);
    assertThat(stretch.start).isEqualTo(OddStretch.NONE);
  }

  @Test
  void itBeginsAtTheMostSurprisingSymbolAndGoesOnOverSmallGaps() {
    add(0, 3, 0, 9, 2, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 8, 1);
    assertThat(stretch.start).isEqualTo(3);
    assertThat(stretch.end).isEqualTo(13);
  }

  @Test
  void aMoreSurprisingSymbolBeginsItAnewAndForgetsWhatWasExpected() {
    stretch.add(0, 5, EXPECTED);
    stretch.add(1, 4, null);
    assertThat(stretch.expected).isEqualTo(EXPECTED);
    stretch.add(2, 6, null);
    assertThat(stretch.start).isEqualTo(2);
    assertThat(stretch.expected).isEmpty();
  }

  @Test
  void theTextOfALongRecordIsKeptWithTheStretchInIt() throws IOException {
    RecentObservations recent = new RecentObservations(ObservationKind.ID);
    for (int i = 0; i < 1000; i++) {
      recent.add(i);
      stretch.add(i, i == 500 ? 9 : 0, i == 500 ? EXPECTED : null);
      stretch.keepText(i, recent);
    }
    assertThat(stretch.text.size()).isEqualTo(RecentObservations.max(ObservationKind.BYTE));
    assertThat(stretch.text.symbol(stretch.text.size() - stretch.textEnd() + 500)).isEqualTo(500);

    DataOutputSerializer out = new DataOutputSerializer(64);
    OddStretchFormat.write(stretch, out);
    OddStretch read = OddStretchFormat.read(new DataInputDeserializer(out.getCopyOfBuffer()));
    assertThat(read).usingRecursiveComparison().isEqualTo(stretch);
    assertThat(stretch.copy()).usingRecursiveComparison().isEqualTo(stretch);
  }

  @Test
  void theModelIsAskedAboutOneSymbolInFiveHundred() {
    AskingLevel level = new AskingLevel();
    Random random = new Random(1);
    int asked = 0;
    for (int i = 0; i < 1_000_000; i++) {
      boolean ask = -Math.log(random.nextDouble()) >= level.of(stretch);
      level.add(ask);
      asked += ask ? 1 : 0;
    }
    assertThat(asked).isBetween(1_900, 2_100);
  }
}

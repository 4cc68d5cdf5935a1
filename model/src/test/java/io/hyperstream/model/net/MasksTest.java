package io.hyperstream.model.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.config.InvalidValueException;
import io.hyperstream.model.net.Masks.Site;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MasksTest {

  private static final int COLUMNS = 1001;

  private final Masks masks = new Masks(new Dropout(0.1, 0.25, 0.5, 0, 0.3), 7);

  private float[] mask(Site site, int layer, long row) {
    float[] mask = new float[COLUMNS];
    masks.fill(site, layer, row, mask, 0, COLUMNS);
    return mask;
  }

  @Test
  void theShareIsDroppedAndTheRestMakesUpForIt() {
    double kept = 0;
    double sum = 0;
    int rows = 200;
    for (int row = 0; row < rows; row++) {
      for (float factor : mask(Site.OUTPUT, 0, row)) {
        assertThat(factor == 0 || factor == 1 / 0.75f).isTrue();
        kept += factor > 0 ? 1 : 0;
        sum += factor;
      }
    }
    assertThat(kept / (rows * COLUMNS)).isCloseTo(0.75, within(0.005));
    assertThat(sum / (rows * COLUMNS)).isCloseTo(1, within(0.007));
  }

  @Test
  void nothingIsDroppedWhereTheShareIsZero() {
    assertThat(masks.drops(Site.HYPER_CANDIDATE)).isFalse();
    assertThat(masks.drops(Site.BELOW)).isTrue();
    assertThat(masks.drops(Site.SYMBOL)).isTrue();
    assertThat(new Masks(Dropout.NONE, 1).dropNothing()).isTrue();
  }

  /** All that a mask depends on changes it, and it depends on nothing else. */
  @Test
  void aMaskIsAFunctionOfSeedStepAndPlace() {
    Set<String> different = new HashSet<>();
    int count = 0;
    for (int step = 0; step < 3; step++) {
      masks.draw(step);
      for (Site site : new Site[] {Site.SYMBOL, Site.BELOW, Site.OUTPUT, Site.CANDIDATE}) {
        for (int layer = 0; layer < 2; layer++) {
          for (long row : new long[] {Masks.row(0, 0), Masks.row(0, 1), Masks.row(1, 0)}) {
            different.add(Arrays.toString(mask(site, layer, row)));
            count++;
          }
        }
      }
    }
    assertThat(different).hasSize(count);
    masks.draw(1);
    float[] first = mask(Site.CANDIDATE, 1, 5);
    masks.draw(2);
    mask(Site.CANDIDATE, 1, 5);
    masks.draw(1);
    assertThat(mask(Site.CANDIDATE, 1, 5)).isEqualTo(first);
    Masks other = new Masks(new Dropout(0.1, 0.25, 0.5, 0, 0.3), 8);
    other.draw(1);
    float[] elsewhere = new float[COLUMNS];
    other.fill(Site.CANDIDATE, 1, 5, elsewhere, 0, COLUMNS);
    assertThat(elsewhere).isNotEqualTo(first);
  }

  @Test
  void noTwoStepsOfTheLongestWindowsShareARow() {
    assertThat(Masks.row(0, LearnerConfig.MAX_WINDOW - 1)).isLessThan(Masks.row(1, 0));
  }

  @Test
  void sharesThatMakeNoSenseAreRefusedByName() {
    assertThatThrownBy(() -> Dropout.ofPaper(1))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("input must be in [0, 0.95], but is 1.0");
    assertThatThrownBy(() -> Dropout.NONE.withWeights(-0.1)).hasMessageContaining("weights");
  }
}

package io.hyperstream.model.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.model.HyperLstmConfig;
import io.hyperstream.model.Initialisation;
import io.hyperstream.model.Normalisation;
import io.hyperstream.model.Preset;
import io.hyperstream.model.SoftmaxInput;
import io.hyperstream.model.SymbolInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The paper's parameter counts (its tables 3 and 4), with its 50 and 205 symbols. */
class ParameterLayoutTest {

  @ParameterizedTest
  @CsvSource({
    "ptb, 50, NONE, 4911874",
    "ptb, 50, LAYER, 4922642",
    "ptb-2layer, 50, LAYER, 14406690",
    "enwik8, 205, NONE, 18708213",
    "enwik8, 205, LAYER, 18727749",
    "enwik8-large, 205, LAYER, 26539725",
  })
  void countsAreThePapers(String preset, int vocabulary, Normalisation norm, int count) {
    HyperLstmConfig c = Preset.of(preset).config(1).network();
    HyperLstmConfig paper =
        new HyperLstmConfig(
            vocabulary,
            c.layers(),
            c.hidden(),
            c.hyper(),
            c.embedding(),
            norm,
            Initialisation.PAPER,
            norm == Normalisation.NONE,
            SoftmaxInput.TOP,
            SymbolInput.FIRST);
    assertThat(new ParameterLayout(paper).size()).isEqualTo(count);
    if (norm == c.normalisation()) {
      assertThat(c.withVocabulary(vocabulary).hyperBias()).isFalse();
      assertThat(new ParameterLayout(c.withVocabulary(vocabulary)).size()).isEqualTo(count);
    }
  }

  @Test
  void entriesFillTheArenaWithoutGaps() {
    ParameterLayout layout = new ParameterLayout(Preset.SMALL.config(1).network());
    int end = 0;
    for (ParameterLayout.Entry entry : layout.entries()) {
      assertThat(entry.offset()).isEqualTo(end);
      end += entry.size();
    }
    assertThat(end).isEqualTo(layout.size());
    assertThat(layout.entry(ParameterLayout.SYMBOLS).offset()).isEqualTo(layout.denseSize());
  }

  @Test
  void anUnknownNameIsRefusedByName() {
    ParameterLayout layout = new ParameterLayout(Preset.SMALL.config(1).network());
    assertThatThrownBy(() -> layout.entry("layer7.gain"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer7.gain")
        .hasMessageContaining("layer0.recurrent");
  }
}

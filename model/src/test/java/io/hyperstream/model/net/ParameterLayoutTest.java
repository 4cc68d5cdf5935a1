package io.hyperstream.model.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.model.Preset;
import io.hyperstream.model.kernels.Normalisation;
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
        HyperLstmConfig.builder()
            .vocabulary(vocabulary)
            .layers(c.layers())
            .hidden(c.hidden())
            .hyper(c.hyper())
            .signalSize(c.signalSize())
            .normalisation(norm)
            .initialisation(Initialisation.PAPER)
            .hyperBias(norm == Normalisation.NONE)
            .build();
    assertThat(new ParameterLayout(paper).size()).isEqualTo(count);
    if (norm == c.normalisation()) {
      assertThat(c.withVocabulary(vocabulary).hyperBias()).isFalse();
      assertThat(new ParameterLayout(c.withVocabulary(vocabulary)).size()).isEqualTo(count);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1000, 50, 4254050",
    "1, 1250, 50, 6567550",
    "2, 1000, 50, 12258050",
    "1, 1800, 205, 14812405",
    "1, 2000, 205, 18058205",
  })
  void countsOfPlainLstmsAreThePapers(int layers, int hidden, int vocabulary, int count) {
    HyperLstmConfig plain =
        HyperLstmConfig.builder()
            .vocabulary(vocabulary)
            .layers(layers)
            .hidden(hidden)
            .normalisation(Normalisation.NONE)
            .initialisation(Initialisation.PAPER)
            .build();
    assertThat(new ParameterLayout(plain).size()).isEqualTo(count);
  }

  @Test
  void aPlainLstmHasNoSignals() {
    HyperLstmConfig small = Preset.SMALL.config(1).network();
    assertThat(small.plainLstm(144).signalSize()).isZero();
    assertThatThrownBy(
            () ->
                HyperLstmConfig.builder()
                    .hidden(128)
                    .signalSize(4)
                    .normalisation(Normalisation.RMS)
                    .initialisation(Initialisation.ONLINE)
                    .hyperBias(true)
                    .softmaxInput(SoftmaxInput.ALL)
                    .symbolInput(SymbolInput.ALL)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "signalSize must be 0 where hyper is 0 (a plain LSTM has no signals), but is 4");
  }

  @Test
  void entriesFillTheArenaWithoutGaps() {
    ParameterLayout layout = new ParameterLayout(Preset.SMALL.config(1).network());
    int end = 0;
    for (ParameterTable.Entry entry : layout.entries()) {
      assertThat(entry.offset()).isEqualTo(end);
      end += entry.size();
    }
    assertThat(end).isEqualTo(layout.size());
    assertThat(layout.entry(ParameterLayout.SYMBOLS).offset()).isEqualTo(layout.denseSize());
  }

  @Test
  void groupsCoverTheArenaAndTheOneByRowsIsTheLast() {
    ParameterLayout layout = new ParameterLayout(Preset.SMALL.config(1).network());
    int end = 0;
    for (ParameterGroup group : layout.groups(2)) {
      assertThat(group.from()).isEqualTo(end);
      end = group.to();
      assertThat(group.byRows()).as(group.name()).isEqualTo(end == layout.size());
      assertThat(group.rate()).as(group.name()).isEqualTo(group.name().equals("body") ? 1 : 2);
    }
    assertThat(end).isEqualTo(layout.size());
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

package io.hyperstream.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorReplayTest {

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("in.csv"), text);
  }

  @Test
  void readsNamesTimesAndMissingValues() throws Exception {
    VectorFile read =
        VectorFile.read(
            file("when,cpu,load\n2026-11-27 00:00:00,1.5,2\n2026-11-27T00:05:00Z,,-3e2\n"));
    assertThat(read.names()).containsExactly("cpu", "load");
    assertThat(read.times()).containsExactly("2026-11-27 00:00:00", "2026-11-27T00:05:00Z");
    double start = 1795737600000.0;
    assertThat(read.numbers()).containsExactly(1.5, 2, start, Double.NaN, -300, start + 5 * 60_000);
  }

  @Test
  void namesNumbersWhereTheFileDoesNot() throws Exception {
    VectorFile read = VectorFile.read(file("1,2\n\n3,4\n"));
    assertThat(read.names()).containsExactly("value1", "value2");
    assertThat(read.hasTimes()).isFalse();
    assertThat(read.size()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1,2;3 | has 1 fields, but 2 are wanted in line 2",
        "1,2;3,x | has 'x', but a finite number is wanted, or nothing in line 2",
        "1,2;3,NaN | has 'NaN', but a finite number is wanted, or nothing in line 2",
        "1,2;3,Infinity | has 'Infinity', but a finite number is wanted, or nothing in line 2",
        "2026-11-27 00:00:00,1;soon,2 | has 'soon', but a time is wanted, such as 2026-11-27 14:05:00 in line 2",
        "a,b | has no vectors"
      })
  void saysWhatIsWrong(String text, String message) throws IOException {
    Path file = file(text.replace(';', '\n'));
    assertThatThrownBy(() -> VectorFile.read(file))
        .isInstanceOf(InputFileException.class)
        .hasMessage(file + " " + message);
  }

  @Test
  void scoresEveryVectorAndFindsTheOneThatIsOdd() throws Exception {
    StringBuilder text = new StringBuilder("wave,noise\n");
    Random random = new Random(1);
    for (int i = 0; i < 1500; i++) {
      double noise = i == 1400 ? 30 : random.nextGaussian();
      text.append(Math.sin(i * 0.3)).append(',').append(noise).append('\n');
    }
    Path scores = folder.resolve("scores.csv");
    VectorReport report = new VectorReplay(file(text.toString()), scores).run();
    assertThat(report.vectors()).isEqualTo(1500);
    assertThat(report.dimension()).isEqualTo(2);
    List<String> lines = Files.readAllLines(scores);
    assertThat(lines).hasSize(1501);
    assertThat(lines.get(0)).isEqualTo("wave,noise,anomaly_score,bits,surprise,by");
    String[] odd = lines.get(1401).split(",");
    assertThat(odd[5]).isEqualTo("noise");
    for (int i = 300; i < 1500; i++) {
      if (i != 1400) {
        assertThat(Double.parseDouble(lines.get(i + 1).split(",")[2]))
            .isLessThan(Double.parseDouble(odd[2]));
      }
    }
    Path again = folder.resolve("again.csv");
    new VectorReplay(folder.resolve("in.csv"), again).run();
    assertThat(again).hasSameTextualContentAs(scores);
  }
}

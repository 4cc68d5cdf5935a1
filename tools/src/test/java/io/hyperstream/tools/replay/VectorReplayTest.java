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
  void readsTimesInMilliseconds() throws Exception {
    VectorFile read = VectorFile.read(file("1795737600000,1.5\n1795737660000,2\n"));
    assertThat(read.times()).containsExactly("1795737600000", "1795737660000");
    assertThat(read.numbers()).containsExactly(1.5, 1795737600000.0, 2, 1795737660000.0);
    assertThat(VectorFile.read(file("179573760000,1.5\n")).hasTimes()).isFalse();
  }

  @Test
  void numbersThatAreToBeBinaryAreZeroOrOne() throws Exception {
    Path file = file("1,2,1\n3,4,2\n");
    assertThatThrownBy(() -> VectorFile.read(file, 1))
        .isInstanceOf(InputFileException.class)
        .hasMessage(
            file
                + " line 2: number 3 is 2.0, but the last 1 (vector.binary) are 0 or 1; a line has"
                + " numbers with commas between them, and nothing where one is missing");
    assertThatThrownBy(() -> VectorFile.read(file, 4))
        .hasMessage(file + " line 1: the vector has 3 numbers, but vector.binary is 4");
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
        "1,2;3 | line 2: the number of fields is 1, but must be 2, as in the first line",
        "1,2;3,x | line 2: number 2 is 'x', which is no number",
        "1,2;3,2d | line 2: number 2 is '2d', which is no number",
        "1,2;3 4,5 | line 2: number 1 is '3 4', which is no number",
        "1,2;3,NaN | line 2: number 2 is NaN, not finite",
        "1,2;3,Infinity | line 2: number 2 is Infinity, not finite",
        "1,2;3,1e200 | line 2: number 2 is 1.0E200, beyond the limit of 1.0E150",
        "2026-11-27 00:00:00,1;soon,2 | line 2: 'soon' is no time, such as 2026-11-27 14:05:00",
        "a,b | has no vectors"
      })
  void saysWhatIsWrong(String text, String message) throws IOException {
    Path file = file(text.replace(';', '\n'));
    assertThatThrownBy(() -> VectorFile.read(file))
        .isInstanceOf(InputFileException.class)
        .hasMessageStartingWith(file + " " + message);
  }

  @Test
  void saysSoIfAVectorHasTooManyNumbers() throws IOException {
    Path file = file("1,".repeat(1024) + "1\n");
    assertThatThrownBy(() -> VectorFile.read(file))
        .isInstanceOf(InputFileException.class)
        .hasMessage(file + " line 1: the vector has 1025 numbers, but at most 1024 are allowed");
  }

  @Test
  void readsWhatSpreadsheetsAndDataFramesWrite() throws Exception {
    VectorFile read =
        VectorFile.read(
            file("\ufeff,\"cpu\",\r\n2026-11-27,\"1.5\",2\r\n\"2026-11-28\",null,3\r\n"));
    assertThat(read.names()).containsExactly("cpu", "value2");
    assertThat(read.times()).containsExactly("2026-11-27", "2026-11-28");
    double start = 1795737600000.0;
    assertThat(read.numbers()).containsExactly(1.5, 2, start, Double.NaN, 3, start + 86_400_000);
    assertThat(VectorFile.read(file("\ufeff1,2\n")).numbers()).containsExactly(1, 2);
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

package io.hyperstream.tools.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Chunk;
import io.hyperstream.tools.feed.RoundRobin;
import io.hyperstream.tools.judge.Label;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayInputTest {

  @TempDir private Path folder;

  private List<Path> files;

  @BeforeEach
  void writeFiles() throws IOException {
    files =
        List.of(
            Files.writeString(folder.resolve("a"), "abcdefghij"),
            Files.writeString(folder.resolve("b"), "1\n\n3"));
  }

  @Test
  void chunksOfFilesTakeTurns() throws Exception {
    ReplayInput input = ReplayInput.chunks(files, 1, 4);
    assertThat(input.keys()).containsExactly("a", "b");
    assertThat(input.bytes()).isEqualTo(14);
    assertThat(chunks(input)).containsExactly("a=abcd", "b=1\n\n3", "a=efgh", "a=ij");
  }

  @Test
  void namesTheFirstFewFiles() throws Exception {
    assertThat(ReplayInput.chunks(files, 2, 3).data()).isEqualTo("a, b");
    List<Path> many = new ArrayList<>(files);
    for (String name : List.of("c", "d", "e")) {
      many.add(Files.writeString(folder.resolve(name), "text"));
    }
    assertThat(ReplayInput.chunks(many, 1, 3).data()).isEqualTo("a, b, c and 2 more");
  }

  @Test
  void piecesTakeTurnsToo() throws Exception {
    ReplayInput input = ReplayInput.chunks(files, 2, 3);
    assertThat(input.keys()).containsExactly("a/0", "a/1", "b/0", "b/1");
    assertThat(chunks(input))
        .containsExactly("a/0=abc", "a/1=fgh", "b/0=1\n", "b/1=\n3", "a/0=de", "a/1=ij");
  }

  @Test
  void linesAreRecordsWithoutTheirNewline() throws Exception {
    ReplayInput input = ReplayInput.lines(files, 1);
    List<String> records = new ArrayList<>();
    for (RoundRobin.Turn turn : turns(input)) {
      records.add(new String(turn.key(), UTF_8) + "=" + new String(turn.value(), UTF_8));
    }
    assertThat(records).containsExactly("a=abcdefghij", "b=1", "b=", "b=3");
  }

  @Test
  void aLabelIsTakenFromItsLine() throws Exception {
    Path labelled =
        Files.writeString(
            folder.resolve("l"),
            "\ufeff- all is well\nPANIC at  dawn\n-\n- \n-\r\n-dash is no label\n-\tof  a\ttab\n");
    ReplayInput input = ReplayInput.labelledLines(List.of(labelled), 1);
    List<Label> labels = new ArrayList<>();
    assertThat(lines(input, labels))
        .containsExactly("all is well", "at  dawn", "", "", "", "is no label", "of  a\ttab");
    assertThat(kinds(labels)).containsExactly("-", "PANIC", "-", "-", "-", "-dash", "-");
    assertThat(input.isLabelled()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " indented", "\tindented", "-\u0000 two bytes a letter", "a\fb"})
  void aLineWithoutALabelIsRefusedByItsNumber(String line) throws Exception {
    Path good = Files.writeString(folder.resolve("good"), "- 1\nX 2\n");
    Path bad =
        Files.writeString(
            folder.resolve("bad"), "- 1\nX 2\n- 3\n%s\n- long line\n".formatted(line));
    for (int split : new int[] {1, 2}) {
      assertThatThrownBy(() -> ReplayInput.labelledLines(List.of(good, bad), split))
          .isInstanceOf(InputFileException.class)
          .hasMessageStartingWith(bad + " line 4 has no label: a line must begin with -");
    }
  }

  @Test
  void aLogWithoutLabelsIsRefusedBeforeAnythingIsLearned() throws Exception {
    Path one = Files.writeString(folder.resolve("one"), "Jun 14 sshd\nJun 14 cron\n");
    assertThatThrownBy(() -> ReplayInput.labelledLines(List.of(one), 1))
        .isInstanceOf(InputFileException.class)
        .hasMessageStartingWith(one + " has no line that is labelled normal, of 2: a normal line");
  }

  @Test
  void allLinesMayBeNormal() throws Exception {
    Path one = Files.writeString(folder.resolve("one"), "- a\n- b\n");
    assertThat(lines(ReplayInput.labelledLines(List.of(one), 1), new ArrayList<>()))
        .containsExactly("a", "b");
  }

  @Test
  void labelsComeInTheOrderOfTheTurns() throws Exception {
    List<Path> labelled =
        List.of(
            Files.writeString(folder.resolve("x"), "- 1\nA 2\n- 3\n"),
            Files.writeString(folder.resolve("y"), "B 4\n"));
    List<Label> labels = new ArrayList<>();
    assertThat(lines(ReplayInput.labelledLines(labelled, 1), labels))
        .containsExactly("1", "4", "2", "3");
    assertThat(kinds(labels)).containsExactly("-", "B", "A", "-");
  }

  @Test
  void foreignLinesComeAfterEachSoMany() throws Exception {
    Path own = Files.writeString(folder.resolve("own"), "1\n2\n3\n4\n5\n");
    Path foreign = Files.writeString(folder.resolve("foreign"), "\nx\n\ny\nz\n");
    ReplayInput input = ReplayInput.injectedLines(List.of(own), 1, Injection.of(foreign, 2));
    List<Label> labels = new ArrayList<>();
    assertThat(lines(input, labels)).containsExactly("1", "2", "x", "3", "4", "z", "5");
    assertThat(kinds(labels)).containsExactly("-", "-", "injected", "-", "-", "injected", "-");
  }

  @Test
  void aFileOfEmptyLinesHasNothingToInject() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), "\n\n");
    assertThatThrownBy(() -> Injection.of(empty, 2))
        .isInstanceOf(InputFileException.class)
        .hasMessage(empty + " has no line to inject");
  }

  @Test
  void findsLinesInTheirFiles() throws Exception {
    List<Path> log =
        List.of(
            Files.writeString(folder.resolve("x"), "- 1\n- 2\nX 3\n- 4\n"),
            Files.writeString(folder.resolve("y"), "X 1\n"));
    // x/0 has lines 1 and 2, x/1 lines 3 and 4.
    ReplayInput input = ReplayInput.labelledLines(log.subList(0, 1), 2);
    assertThat(PlaceFinder.find(input, Set.of(0L, 1L, 3L)))
        .isEqualTo(
            Map.of(
                0L, new Place(1L, null, false),
                1L, new Place(3L, null, true),
                3L, new Place(4L, null, false)));
    assertThat(PlaceFinder.find(ReplayInput.lines(log, 1), Set.of(1L, 2L)))
        .isEqualTo(Map.of(1L, new Place(1L, null, null), 2L, new Place(2L, null, null)));
    List<Path> twice = List.of(log.get(1), log.get(1));
    assertThat(PlaceFinder.find(ReplayInput.lines(twice, 1), Set.of(1L)))
        .isEqualTo(Map.of(1L, new Place(1L, null, null)));
    assertThat(new Place(4L, null, false).name()).isEqualTo("line 4");
  }

  @Test
  void anInjectedLineHasTheNumberOfTheOneBefore() throws Exception {
    Path own = Files.writeString(folder.resolve("own"), "1\n2\n3\n4\n5\n");
    Path foreign = Files.writeString(folder.resolve("foreign"), "x\n");
    ReplayInput input = ReplayInput.injectedLines(List.of(own), 1, Injection.of(foreign, 2));
    // 1 2 x 3 4 x 5
    assertThat(PlaceFinder.find(input, Set.of(3L, 5L, 6L)))
        .isEqualTo(
            Map.of(
                3L, new Place(3L, null, false),
                5L, new Place(4L, null, true),
                6L, new Place(5L, null, false)));
  }

  @Test
  void findsChunksInTheirFiles() throws Exception {
    assertThat(PlaceFinder.find(ReplayInput.chunks(files, 2, 3), Set.of(0L, 5L)))
        .isEqualTo(Map.of(0L, new Place(null, 0L, null), 5L, new Place(null, 8L, null)));
    assertThat(new Place(null, 8L, null).name()).isEqualTo("byte 8");
  }

  private static List<String> kinds(List<Label> labels) {
    return labels.stream().map(Label::kind).toList();
  }

  private static List<String> lines(ReplayInput input, List<Label> labels) throws IOException {
    List<String> lines = new ArrayList<>();
    try (RoundRobin turns = new RoundRobin(input.open(labels::add))) {
      while (!turns.isFinished()) {
        RoundRobin.Turn turn = turns.poll();
        if (turn != null) {
          lines.add(new String(turn.value(), UTF_8));
        }
      }
    }
    return lines;
  }

  private static List<String> chunks(ReplayInput input) throws IOException {
    AvroCodec<Chunk> codec = AvroCodec.of(Chunk.class);
    List<String> chunks = new ArrayList<>();
    for (RoundRobin.Turn turn : turns(input)) {
      ByteBuffer bytes = (ByteBuffer) codec.decode(turn.value()).getSymbols();
      chunks.add(new String(turn.key(), UTF_8) + "=" + UTF_8.decode(bytes));
    }
    return chunks;
  }

  private static List<RoundRobin.Turn> turns(ReplayInput input) throws IOException {
    List<RoundRobin.Turn> all = new ArrayList<>();
    try (RoundRobin turns = new RoundRobin(input.open())) {
      while (!turns.isFinished()) {
        RoundRobin.Turn turn = turns.poll();
        if (turn != null) {
          all.add(turn);
        }
      }
    }
    return all;
  }
}

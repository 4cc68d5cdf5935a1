package io.hyperstream.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.feed.RoundRobin;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

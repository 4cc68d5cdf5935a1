package io.hyperstream.tools.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundRobinTest {

  @Test
  void sourcesTakeTurnsUntilTheyAreFinished() throws Exception {
    try (RoundRobin turns =
        new RoundRobin(List.of(lines("a", "1\n2\n3\n"), lines("b", "1"), lines("c", "1\n2\n")))) {
      List<String> order = new ArrayList<>();
      while (!turns.isFinished()) {
        RoundRobin.Turn turn = turns.poll();
        if (turn != null) {
          order.add(new String(turn.key(), UTF_8) + new String(turn.value(), UTF_8));
        }
      }
      assertThat(order).containsExactly("a1", "b1", "c1", "a2", "c2", "a3");
    }
  }

  @Test
  void passesOverSourcesThatHaveNothingNow() throws Exception {
    Inbox first = new Inbox("a");
    Inbox second = new Inbox("b");
    try (RoundRobin turns = new RoundRobin(List.of(first, second))) {
      assertThat(turns.poll()).isNull();
      assertThat(turns.isFinished()).isFalse();
      second.waiting.add(new byte[] {1});
      assertThat(turns.poll().key()).isEqualTo(second.key());
      assertThat(turns.poll()).isNull();
    }
    assertThat(first.closed).isTrue();
    assertThat(second.closed).isTrue();
  }

  private static LineSource lines(String key, String text) {
    return new LineSource(
        key.getBytes(UTF_8), new ByteArrayInputStream(text.getBytes(UTF_8)), false);
  }

  /** Gives what was put in, and never finishes. */
  private static final class Inbox implements RecordSource {

    final List<byte[]> waiting = new ArrayList<>();
    final byte[] key;
    boolean closed;

    Inbox(String key) {
      this.key = key.getBytes(UTF_8);
    }

    @Override
    public byte[] key() {
      return key;
    }

    @Override
    public byte[] poll() {
      return waiting.isEmpty() ? null : waiting.remove(0);
    }

    @Override
    public boolean isFinished() {
      return false;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}

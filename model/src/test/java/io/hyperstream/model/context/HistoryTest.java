package io.hyperstream.model.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {

  /** Behind the format, the key's number and the length. */
  private static final int RING_SIZE = 1 + 2 * Long.BYTES;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 128, 129, 1000})
  void isReadAsItWasWritten(int length) {
    byte[] stored = history(length).toBytes();

    assertThat(History.fromBytes(stored).toBytes()).isEqualTo(stored);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 100, 1 << 20, 1 << 30, Integer.MIN_VALUE})
  void aCorruptSizeTakesNoMemory(int size) {
    byte[] stored = history(100).toBytes();
    ByteBuffer.wrap(stored).putInt(RING_SIZE, size);

    assertThatThrownBy(() -> History.fromBytes(stored))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("corrupt: a ring of " + size + " bytes");
  }

  @Test
  void isAtMostTwiceAsLongAsItsPast() {
    assertThat(history(100).toBytes()).hasSizeLessThan(400);
  }

  @Test
  void format1IsReadWhichHadNeitherRecordsNorWeights() {
    byte[] stored = history(1000).toBytes();
    int records = RecordContext.BYTES + PointerModel.POINTERS * Pointer.BYTES + Short.BYTES;
    int before = stored.length - 1000 - records;
    ByteBuffer old = ByteBuffer.allocate(stored.length - records);
    old.put((byte) 1).put(stored, 1, before - 1).put(stored, before + records, 1000);
    History read = History.fromBytes(old.array());

    assertThat(read.position()).isEqualTo(1000);
    assertThat(read.at(999)).isEqualTo(history(1000).at(999));
    assertThat(read.text.latest).isEqualTo(history(1000).text.latest);
    assertThat(read.pointers[0].isOn()).isFalse();
    assertThat(read.record.token).isZero();
  }

  private static History history(int length) {
    History history = new History();
    for (int i = 0; i < length; i++) {
      history.grow(1 << 16);
      history.append('a' + i % 26);
    }
    return history;
  }
}

package io.hyperstream.model.context;

import java.nio.ByteBuffer;

/** Where in its own past a stream is repeating itself. */
final class Match {

  static final int BYTES = 3 * Integer.BYTES;

  private static final int NONE = -1;
  private static final int MAX_LENGTH = 0xffff;

  /** Position of the byte that is expected next. */
  int position;

  /** Bytes that have agreed in a row. */
  int length;

  /** A bit for each of the latest 32 predictions, the last one lowest: 1 where it was wrong. */
  int misses;

  Match() {
    end();
  }

  boolean isOn() {
    return position != NONE;
  }

  void begin(int position, int length) {
    this.position = position;
    this.length = length;
    this.misses = 0;
  }

  void end() {
    position = NONE;
    length = 0;
    misses = 0;
  }

  /** Goes on behind a byte that was expected, or was not. */
  void follow(boolean agreed) {
    length = agreed ? Math.min(MAX_LENGTH, length + 1) : 0;
    misses = misses << 1 | (agreed ? 0 : 1);
    position++;
  }

  void copyFrom(Match other) {
    position = other.position;
    length = other.length;
    misses = other.misses;
  }

  void write(ByteBuffer out) {
    out.putInt(position).putInt(length).putInt(misses);
  }

  void read(ByteBuffer in) {
    position = in.getInt();
    length = in.getInt();
    misses = in.getInt();
  }
}

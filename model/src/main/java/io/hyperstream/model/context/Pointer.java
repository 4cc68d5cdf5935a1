package io.hyperstream.model.context;

import java.nio.ByteBuffer;

/**
 * Where in a stream's past the same place of a record was: it expects there what comes now. Unlike
 * a {@link Match} it goes on behind a token that differs, also if that has another length.
 */
final class Pointer {

  static final int BYTES = 3 * Integer.BYTES;

  /** How the token being read compares with the one there. */
  static final int EQUAL = 1;

  static final int GREATER = 2;
  static final int LESS = 3;

  private static final int NONE = -1;
  private static final int MAX_RUN = 255;

  /** Position of the byte that is expected next. */
  int position = NONE;

  /** A bit for each of the latest places, the last one lowest: 1 where what came was another. */
  int misses;

  /** Bytes that have agreed in a row. */
  int run;

  int comparison = EQUAL;

  /** Whether all bytes since the place have agreed. */
  boolean agrees;

  boolean isOn() {
    return position != NONE;
  }

  void end() {
    position = NONE;
  }

  /** Goes on at the place where the same was before. */
  void moveTo(int place) {
    misses = misses << 1 | (agrees ? 0 : 1);
    position = place;
    agrees = true;
    comparison = EQUAL;
  }

  /** Goes on where it is, at a place that was not seen before. */
  void stay() {
    misses = misses << 1 | 1;
    agrees = true;
    comparison = EQUAL;
  }

  /** Goes on behind a byte that came to the history last. */
  void follow(History history, int symbol) {
    int expected = history.at(position);
    if (expected == symbol) {
      position++;
      run = Math.min(MAX_RUN, run + 1);
      comparison = RecordContext.isToken(symbol) ? comparison : EQUAL;
      return;
    }
    run = 0;
    agrees = false;
    if (comparison == EQUAL) {
      comparison = symbol > expected ? GREATER : LESS;
    }
    boolean ends = !RecordContext.isToken(symbol);
    if (ends && RecordContext.isToken(expected)) {
      skipToken(history, symbol);
    } else if (ends || RecordContext.isToken(expected)) {
      position++;
    } else {
      // The token is longer than the one there.
      comparison = GREATER;
    }
  }

  private void skipToken(History history, int symbol) {
    int end = history.position() - 1;
    while (end - position > 0 && RecordContext.isToken(history.at(position))) {
      position++;
    }
    if (history.at(position) == symbol) {
      position++;
    }
  }

  void copyFrom(Pointer other) {
    position = other.position;
    misses = other.misses;
    run = other.run;
    comparison = other.comparison;
    agrees = other.agrees;
  }

  void write(ByteBuffer out) {
    out.putInt(position).putInt(misses);
    out.putInt(run << 3 | comparison << 1 | (agrees ? 1 : 0));
  }

  void read(ByteBuffer in) {
    position = in.getInt();
    misses = in.getInt();
    int packed = in.getInt();
    run = packed >>> 3;
    comparison = packed >>> 1 & 3;
    agrees = (packed & 1) != 0;
  }
}

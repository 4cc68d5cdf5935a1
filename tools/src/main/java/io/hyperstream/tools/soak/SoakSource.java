package io.hyperstream.tools.soak;

import io.hyperstream.tools.feed.RecordSource;
import java.nio.charset.StandardCharsets;

/** The lines of a key, for a feed: without end, until it is told where that is. */
final class SoakSource implements RecordSource {

  private final byte[] key;
  private final SoakText text;
  private volatile int end;
  private volatile int lines;

  /**
   * @param end how many lines there are
   */
  SoakSource(int key, int end) {
    this.key = name(key).getBytes(StandardCharsets.UTF_8);
    this.text = new SoakText(key);
    this.end = end;
  }

  /** The record key of a key's number. */
  static String name(int key) {
    return "key-" + key;
  }

  /** Lines given out so far; may be asked by other threads. */
  int lines() {
    return lines;
  }

  /** Ends after so many lines, which must be more than were given out. */
  void endAfter(int lines) {
    end = lines;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] poll() {
    if (isFinished()) {
      return null;
    }
    lines = lines + 1;
    return text.next();
  }

  @Override
  public boolean isFinished() {
    return lines >= end;
  }
}

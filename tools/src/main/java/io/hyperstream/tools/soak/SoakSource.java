package io.hyperstream.tools.soak;

import io.hyperstream.tools.feed.RecordSource;
import java.nio.charset.StandardCharsets;

/** The lines of a key for a feed. They are endless until an end is set. */
final class SoakSource implements RecordSource {

  private final byte[] key;
  private final SoakText text;
  private volatile int end;
  private volatile int lines;

  /**
   * @param end total number of lines
   */
  SoakSource(int key, int end) {
    this.key = name(key).getBytes(StandardCharsets.UTF_8);
    this.text = new SoakText(key);
    this.end = end;
  }

  /** The record key for the number of a key. */
  static String name(int key) {
    return "key-" + key;
  }

  /** Number of lines returned so far. Other threads may call this. */
  int lines() {
    return lines;
  }

  /** Ends after this many lines, which must be more than were returned so far. */
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

package io.hyperstream.tools.feed;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges the records of several sources. The sources take turns in the order given, one record
 * each. If every source always has a record until it is finished, as files do, the order of all
 * records depends on the sources alone.
 */
public final class RoundRobin implements Closeable {

  /** A record of one of the sources. */
  public record Turn(byte[] key, byte[] value) {}

  private final List<RecordSource> open;
  private int next;

  /**
   * @param sources each is closed once it is finished
   */
  public RoundRobin(List<? extends RecordSource> sources) {
    this.open = new ArrayList<>(sources);
  }

  /** The next record, or null if no source has one now. */
  public Turn poll() throws IOException {
    for (int asked = open.size(); asked > 0; asked--) {
      RecordSource source = open.get(next);
      byte[] value = source.poll();
      if (source.isFinished()) {
        open.remove(next);
        source.close();
      } else {
        next++;
      }
      if (next == open.size()) {
        next = 0;
      }
      if (value != null) {
        return new Turn(source.key(), value);
      }
    }
    return null;
  }

  /** Whether {@link #poll} will never return a record again. */
  public boolean isFinished() {
    return open.isEmpty();
  }

  /** Closes the sources that are not finished. */
  @Override
  public void close() throws IOException {
    for (RecordSource source : open) {
      source.close();
    }
    open.clear();
  }
}

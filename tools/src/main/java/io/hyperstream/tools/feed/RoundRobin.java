package io.hyperstream.tools.feed;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of several sources, which take turns in the order given, one record each. Of sources
 * that always have a record until they are finished, such as files, the order of all records
 * depends on the sources alone.
 */
public final class RoundRobin implements Closeable {

  /** A record of one of the sources. */
  public record Turn(byte[] key, byte[] value) {}

  private final List<RecordSource> open;
  private int next;

  /**
   * @param sources closed when finished
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

  /** Whether {@link #poll} will never give a record again. */
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

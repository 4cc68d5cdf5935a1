package io.hyperstream.tools.feed;

import java.io.IOException;
import java.io.InputStream;

/** A source that cuts records from an input stream. Closing the source closes the stream. */
abstract class StreamedSource implements RecordSource {

  final InputStream input;

  /** Whether the input may grow after its end is reached. The source then never finishes. */
  final boolean follow;

  private final byte[] key;
  private boolean finished;

  StreamedSource(byte[] key, InputStream input, boolean follow) {
    this.key = key;
    this.input = input;
    this.follow = follow;
  }

  @Override
  public final byte[] key() {
    return key;
  }

  /** Marks the source as finished. */
  final void finish() {
    finished = true;
  }

  @Override
  public final boolean isFinished() {
    return finished;
  }

  @Override
  public final void close() throws IOException {
    input.close();
  }
}

package io.hyperstream.tools.feed;

import java.io.IOException;
import java.io.InputStream;

/** A source of records that are cut from an input stream, which is closed with the source. */
abstract class StreamedSource implements RecordSource {

  final InputStream input;

  /** Whether more may be appended to the input after its end: then the source never finishes. */
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

  /** Notes the end of the input. */
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

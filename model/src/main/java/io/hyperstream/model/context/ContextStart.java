package io.hyperstream.model.context;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * What a new context model may begin with, whatever memory it has: start values of its mixers and
 * maps, and {@link ContextCounts} of many texts.
 */
public final class ContextStart {

  private final byte[] values;
  private final ContextCounts counts;

  private ContextStart(byte[] values, ContextCounts counts) {
    this.values = values;
    this.counts = counts;
  }

  /**
   * Counts of many texts, and the start values of the {@link Prior}, which knows nothing of them.
   */
  public static ContextStart of(ContextCounts counts) {
    return new ContextStart(Prior.start(new ContextModel(ContextConfig.DEFAULT)), counts);
  }

  /** Counts of many texts, and start values that were learned with them. */
  public static ContextStart of(ContextSnapshot learned, ContextCounts counts) {
    ContextModel model = new ContextModel(learned.config().withPrior(false));
    model.restore(learned);
    return new ContextStart(model.start(), Objects.requireNonNull(counts, "counts"));
  }

  /** Writes the start values; the counts have a file of their own. */
  public void writeValues(DataOutput out) throws IOException {
    out.writeInt(ContextSnapshot.LAYOUT);
    out.writeInt(values.length);
    out.write(values);
  }

  /**
   * Reads start values.
   *
   * @throws IOException if they are of another layout
   */
  public static ContextStart read(DataInput in, ContextCounts counts) throws IOException {
    ContextSnapshot.requireLayout("the start values", in.readInt());
    byte[] values = new byte[in.readInt()];
    in.readFully(values);
    return new ContextStart(values, counts);
  }

  ByteBuffer values() {
    return ByteBuffer.wrap(values);
  }

  ContextCounts counts() {
    return counts;
  }
}

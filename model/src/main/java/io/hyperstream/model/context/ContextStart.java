package io.hyperstream.model.context;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What a new context model may begin with, whatever memory it has: start values of its mixers and
 * maps, and {@link ContextCounts} of many texts.
 */
public final class ContextStart {

  private final int layout;
  private final byte[] values;
  private final ContextCounts counts;

  /** Larger tables cannot take the counts: of each hash only a part is known. */
  private final int maxMemory;

  private ContextStart(int layout, byte[] values, ContextCounts counts) {
    this(layout, values, counts, ContextCounts.ROOMY.memoryBytes());
  }

  private ContextStart(int layout, byte[] values, ContextCounts counts, int maxMemory) {
    this.layout = layout;
    this.maxMemory = maxMemory;
    this.values = values;
    this.counts = counts;
  }

  /**
   * Counts of many texts, and for such models the start values of the {@link Prior}, which knows
   * nothing of them.
   */
  public static ContextStart of(ContextCounts counts, ContextConfig config) {
    return new ContextStart(ContextSnapshot.layout(config), Prior.start(config), counts);
  }

  /** Counts of many texts, and start values that were learned with them. */
  public static ContextStart of(ContextSnapshot learned, ContextCounts counts) {
    ContextModel model = new ContextModel(learned.config().withPrior(false));
    model.restore(learned);
    return new ContextStart(
        learned.layout(), model.start(), Objects.requireNonNull(counts, "counts"));
  }

  /** What a model has learned of a stream: its start values, and what it saw most often. */
  public static ContextStart of(ContextSnapshot learned) {
    ContextModel model = new ContextModel(learned.config().withPrior(false));
    model.restore(learned);
    int memory = learned.config().memoryBytes();
    return new ContextStart(learned.layout(), model.start(), ContextCounts.of(model), memory);
  }

  /** All of it, compressed. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeInt(maxMemory);
      writeValues(out);
      counts.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory has no errors
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #toBytes} gave.
   *
   * @throws IOException if it is of another layout, or damaged
   */
  public static ContextStart ofBytes(byte[] bytes) throws IOException {
    try (GZIPInputStream compressed = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      // To the end, where the checksum is.
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(compressed.readAllBytes()));
      int maxMemory = in.readInt();
      ContextStart values = read(in, null);
      return new ContextStart(values.layout, values.values, ContextCounts.read(in), maxMemory);
    }
  }

  /**
   * Sees whether a context model can begin with it.
   *
   * @param name of what has it, for messages
   * @throws IllegalArgumentException if the model's tables are too large
   */
  public void requireFits(ContextConfig config, String name) {
    if (config.shared() && config.memoryBytes() > maxMemory) {
      throw new IllegalArgumentException(
          "what %s has for contexts was counted in %d MB, and tables of more memory cannot take it; set context.memory to that or less, instead of %d MB"
              .formatted(name, maxMemory >> 20, config.memoryBytes() >> 20));
    }
  }

  /** Writes the start values; the counts have a file of their own. */
  public void writeValues(DataOutput out) throws IOException {
    out.writeInt(layout);
    out.writeInt(values.length);
    out.write(values);
  }

  /**
   * Reads start values.
   *
   * @throws IOException if they are of a layout that this version does not have
   */
  public static ContextStart read(DataInput in, ContextCounts counts) throws IOException {
    int layout = in.readInt();
    ContextSnapshot.requireLayout(
        "the start values", layout, ContextSnapshot.LAYOUT, ContextSnapshot.LEAN_LAYOUT);
    byte[] values = new byte[in.readInt()];
    in.readFully(values);
    return new ContextStart(layout, values, counts);
  }

  /** Whether models of such a config have these start values; others have the prior's. */
  boolean fits(ContextConfig config) {
    return layout == ContextSnapshot.layout(config);
  }

  ByteBuffer values() {
    return ByteBuffer.wrap(values);
  }

  ContextCounts counts() {
    return counts;
  }
}

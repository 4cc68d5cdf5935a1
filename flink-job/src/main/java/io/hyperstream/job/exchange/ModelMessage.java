package io.hyperstream.job.exchange;

import io.hyperstream.model.sync.WeightChange;
import io.hyperstream.schemas.Encoding;
import io.hyperstream.schemas.ModelChunk;
import io.hyperstream.schemas.ModelMessageKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of the topic {@code model}, which travels in parts; see {@link ModelChunk}.
 *
 * @param session random number of the run that wrote it
 * @param learner that wrote it, from 0
 * @param version of a model: updates of its weights; of a change: its number in the session
 * @param symbols of a change: learned with it
 * @param encoding of a change; null of a model
 * @param payload of all parts
 */
public record ModelMessage(
    ModelMessageKind kind,
    long session,
    int learner,
    long version,
    long symbols,
    Encoding encoding,
    byte[] payload) {

  /** Payload of each part but the last: with its header within Kafka's usual megabyte. */
  static final int PART_BYTES = 512 * 1024;

  /**
   * The whole model.
   *
   * @param version updates of the weights
   * @param file a learner file
   */
  public static ModelMessage model(long session, int learner, long version, byte[] file) {
    return new ModelMessage(ModelMessageKind.MODEL, session, learner, version, 0, null, file);
  }

  /** How a learner's weights changed. */
  public static ModelMessage change(long session, WeightChange change) {
    return new ModelMessage(
        ModelMessageKind.CHANGE,
        session,
        change.learner(),
        change.number(),
        change.symbols(),
        Encoding.valueOf(change.encoding().name()),
        change.payload());
  }

  /**
   * The change that this is.
   *
   * @throws IllegalArgumentException if its numbers are none of a change
   */
  WeightChange change() {
    if (encoding == null) {
      throw new IllegalArgumentException("a change has no encoding");
    }
    return new WeightChange(
        learner,
        version,
        symbols,
        io.hyperstream.model.sync.Encoding.valueOf(encoding.name()),
        payload);
  }

  /** The parts, in the order in which they are to be written. */
  public List<ModelChunk> chunks() {
    int parts = Math.max(1, (payload.length + PART_BYTES - 1) / PART_BYTES);
    List<ModelChunk> chunks = new ArrayList<>(parts);
    for (int part = 0; part < parts; part++) {
      int from = part * PART_BYTES;
      int length = Math.min(PART_BYTES, payload.length - from);
      chunks.add(
          new ModelChunk(
              kind,
              session,
              learner,
              version,
              symbols,
              encoding,
              part,
              parts,
              ByteBuffer.wrap(payload, from, length).slice()));
    }
    return chunks;
  }
}

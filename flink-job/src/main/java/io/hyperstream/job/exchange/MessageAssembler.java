package io.hyperstream.job.exchange;

import io.hyperstream.schemas.ModelChunk;
import io.hyperstream.schemas.ModelMessageKind;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the messages of the topic {@code model} together from their parts. Parts of different
 * writers may be interleaved; those of one writer come in order, some perhaps twice. A message that
 * is incomplete or longer than the maximum is dropped.
 *
 * <p>No part is trusted in what it says about others: memory is taken only for what has arrived,
 * and only for the unfinished messages of a few writers.
 */
final class MessageAssembler {

  /** Runs that were cut off leave an unfinished message each. */
  private static final int MAX_UNFINISHED = 64;

  private final long maxBytes;
  private final Map<Writer, Unfinished> unfinished = new LinkedHashMap<>();
  private long dropped;

  private record Writer(long session, int learner, ModelMessageKind kind) {}

  private static final class Unfinished {

    private final ModelChunk first;
    private final long offset;
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private int parts;

    Unfinished(ModelChunk first, long offset) {
      this.first = first;
      this.offset = offset;
    }

    boolean isOf(ModelChunk chunk) {
      return chunk.getVersion() == first.getVersion()
          && chunk.getSymbols() == first.getSymbols()
          && chunk.getEncoding() == first.getEncoding()
          && chunk.getParts() == first.getParts();
    }

    boolean isWhole() {
      return parts == first.getParts();
    }

    boolean fits(ModelChunk chunk) {
      int bytes = chunk.getPayload().remaining();
      boolean last = chunk.getPart() == chunk.getParts() - 1;
      return chunk.getPart() == parts
          && (last ? bytes <= ModelMessage.PART_BYTES : bytes == ModelMessage.PART_BYTES);
    }

    void add(ModelChunk chunk) {
      byte[] bytes = new byte[chunk.getPayload().remaining()];
      chunk.getPayload().duplicate().get(bytes);
      payload.writeBytes(bytes);
      parts++;
    }

    Assembled assembled() {
      return new Assembled(
          offset,
          new ModelMessage(
              first.getKind(),
              first.getSession(),
              first.getLearner(),
              first.getVersion(),
              first.getSymbols(),
              first.getEncoding(),
              payload.toByteArray()));
    }
  }

  /**
   * A whole message.
   *
   * @param offset of its first part
   */
  record Assembled(long offset, ModelMessage message) {}

  /**
   * @param maxBytes that the payload of a message may have
   */
  MessageAssembler(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes the next part; gives the message if this is its last one. */
  Optional<Assembled> add(long offset, ModelChunk chunk) {
    Writer writer = new Writer(chunk.getSession(), chunk.getLearner(), chunk.getKind());
    Unfinished message = unfinished.get(writer);
    if (message == null || !message.isOf(chunk)) {
      message = begin(writer, offset, chunk);
    }
    if (message == null || chunk.getPart() < message.parts) {
      return Optional.empty();
    }
    if (!message.fits(chunk)) {
      drop(writer);
      return Optional.empty();
    }
    message.add(chunk);
    if (!message.isWhole()) {
      return Optional.empty();
    }
    unfinished.remove(writer);
    return Optional.of(message.assembled());
  }

  /** A new message of the writer, if the part is its first one and it is not too long. */
  private Unfinished begin(Writer writer, long offset, ModelChunk chunk) {
    drop(writer);
    long min = (chunk.getParts() - 1L) * ModelMessage.PART_BYTES;
    if (chunk.getPart() != 0 || chunk.getParts() < 1 || min >= maxBytes) {
      return null;
    }
    if (unfinished.size() == MAX_UNFINISHED) {
      drop(unfinished.keySet().iterator().next());
    }
    Unfinished message = new Unfinished(chunk, offset);
    unfinished.put(writer, message);
    return message;
  }

  private void drop(Writer writer) {
    if (unfinished.remove(writer) != null) {
      dropped++;
    }
  }

  /** Messages that were begun and dropped. */
  long dropped() {
    return dropped;
  }
}

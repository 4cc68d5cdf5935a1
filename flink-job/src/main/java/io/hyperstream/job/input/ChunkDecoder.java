package io.hyperstream.job.input;

import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Decodes {@link Chunk}s of bytes or token ids, in some framing. */
final class ChunkDecoder implements Decoder {

  private final Framing framing;
  private final int vocabulary;
  private final ObservationKind kind;

  /** How a chunk is wrapped in the value of a record. */
  interface Framing {

    /**
     * Unwraps and decodes the chunk.
     *
     * @throws IOException saying why, if there is none
     */
    Chunk decode(byte[] value) throws IOException;

    /** The same, but what is no chunk is rejected. */
    default Chunk parse(byte[] value) throws RejectedException {
      try {
        return decode(value);
      } catch (IOException e) {
        throw new RejectedException(e.getMessage());
      }
    }
  }

  ChunkDecoder(Framing framing, int vocabulary) {
    this.framing = framing;
    this.vocabulary = vocabulary;
    this.kind = ObservationKind.of(vocabulary);
  }

  @Override
  public InputRecord decode(RawRecord raw, String key) throws RejectedException {
    Chunk chunk = framing.parse(raw.value);
    Observations observations;
    int characters;
    if (chunk.getSymbols() instanceof ByteBuffer bytes) {
      observations = observations(bytes);
      characters = Utf8.characters(bytes);
    } else if (chunk.getSymbols() instanceof List<?> ids) {
      observations = observations(ids);
      characters = InputRecord.NO_CHARACTERS;
    } else {
      throw new RejectedException(
          "the chunk has vectors of numbers, but the job learns bytes or token ids (learn.preset)");
    }
    return new InputRecord(
        key, raw.topic, raw.partition, raw.offset, eventTime(chunk, raw), observations, characters);
  }

  /** Its own, else that of the record. */
  static long eventTime(Chunk chunk, RawRecord raw) {
    return chunk.getEventTime() == null ? raw.timestamp : chunk.getEventTime().toEpochMilli();
  }

  private Observations observations(ByteBuffer bytes) throws RejectedException {
    byte[] values = new byte[bytes.remaining()];
    bytes.get(bytes.position(), values);
    for (int i = 0; i < values.length; i++) {
      requireVocabulary(values[i] & 0xFF, i);
    }
    return Observations.ofBytes(values).as(kind);
  }

  private Observations observations(List<?> ids) throws RejectedException {
    Observations observations = Observations.allocate(kind, ids.size());
    for (int i = 0; i < observations.size(); i++) {
      int id = (Integer) ids.get(i);
      requireVocabulary(id, i);
      observations.set(i, id);
    }
    return observations;
  }

  private void requireVocabulary(int symbol, int position) throws RejectedException {
    if (symbol < 0 || symbol >= vocabulary) {
      throw new RejectedException(
          "symbol %d at position %d is not from 0 to %d (model.vocabulary - 1)"
              .formatted(symbol, position, vocabulary - 1));
    }
  }
}

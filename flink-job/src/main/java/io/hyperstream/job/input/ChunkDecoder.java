package io.hyperstream.job.input;

import io.hyperstream.schemas.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** {@link Chunk}s of bytes or token ids, in some framing. */
final class ChunkDecoder implements Decoder {

  private final Framing framing;
  private final int vocabulary;

  /** What a chunk lies in. */
  interface Framing {

    /** Takes it out, or says why there is none. */
    Chunk decode(byte[] value) throws IOException;
  }

  ChunkDecoder(Framing framing, int vocabulary) {
    this.framing = framing;
    this.vocabulary = vocabulary;
  }

  @Override
  public InputRecord decode(RawRecord raw, String key) throws RejectedException {
    Chunk chunk = parse(raw.value);
    int[] symbols;
    int characters;
    if (chunk.getSymbols() instanceof ByteBuffer bytes) {
      symbols = symbols(bytes);
      characters = Utf8.characters(bytes);
    } else {
      symbols = symbols((List<?>) chunk.getSymbols());
      characters = InputRecord.NO_CHARACTERS;
    }
    requireVocabulary(symbols);
    long eventTime =
        chunk.getEventTime() == null ? raw.timestamp : chunk.getEventTime().toEpochMilli();
    return new InputRecord(
        key, raw.topic, raw.partition, raw.offset, eventTime, symbols, characters);
  }

  private Chunk parse(byte[] value) throws RejectedException {
    try {
      return framing.decode(value);
    } catch (IOException e) {
      throw new RejectedException(e.getMessage());
    }
  }

  private static int[] symbols(ByteBuffer bytes) {
    int[] symbols = new int[bytes.remaining()];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = bytes.get(bytes.position() + i) & 0xFF;
    }
    return symbols;
  }

  private static int[] symbols(List<?> ids) {
    int[] symbols = new int[ids.size()];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = (Integer) ids.get(i);
    }
    return symbols;
  }

  private void requireVocabulary(int[] symbols) throws RejectedException {
    for (int i = 0; i < symbols.length; i++) {
      if (symbols[i] < 0 || symbols[i] >= vocabulary) {
        throw new RejectedException(
            "symbol %d at position %d is not from 0 to %d (model.vocabulary - 1)"
                .formatted(symbols[i], i, vocabulary - 1));
      }
    }
  }
}

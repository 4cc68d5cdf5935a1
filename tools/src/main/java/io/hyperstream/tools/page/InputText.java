package io.hyperstream.tools.page;

import io.hyperstream.schemas.Chunk;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.tools.result.ResultDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What the value of an input record says, be it text or a {@link Chunk}. Which of them is known by
 * the number of symbols that were scored: a chunk is always longer than its bytes. Not thread-safe.
 */
final class InputText {

  private final ResultDecoder<Chunk> chunks;

  /**
   * @param schemas of chunks in Confluent's framing
   */
  InputText(SchemaSource schemas) {
    this.chunks = ResultDecoder.of(Chunk.class, schemas);
  }

  /**
   * The last symbols of the record.
   *
   * @param symbols that were scored, a separator among them
   * @param most symbols of the result
   * @param bits of the symbols in the result, or null if not known
   * @return null if the value does not have so many symbols
   */
  ShadedText shade(byte[] value, int symbols, int most, double[] bits) {
    if (value.length == symbols || value.length + 1 == symbols) {
      byte[] bytes = Arrays.copyOf(value, symbols);
      if (symbols > value.length) {
        bytes[value.length] = '\n';
      }
      return ShadedText.ofBytes(tail(bytes, most), bits);
    }
    return shade(chunk(value), symbols, most, bits);
  }

  private Chunk chunk(byte[] value) {
    try {
      return chunks.decode(value);
    } catch (IOException e) {
      return null; // some other record, written to the topic since it was created anew
    }
  }

  private static ShadedText shade(Chunk chunk, int symbols, int most, double[] bits) {
    if (chunk == null) {
      return null;
    }
    if (chunk.getSymbols() instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes.length == symbols ? ShadedText.ofBytes(tail(bytes, most), bits) : null;
    }
    List<?> ids = (List<?>) chunk.getSymbols();
    int[] last =
        ids.stream().skip(Math.max(0, ids.size() - most)).mapToInt(id -> (Integer) id).toArray();
    return ids.size() == symbols ? ShadedText.ofIds(last, bits) : null;
  }

  private static byte[] tail(byte[] bytes, int most) {
    return bytes.length <= most
        ? bytes
        : Arrays.copyOfRange(bytes, bytes.length - most, bytes.length);
  }
}

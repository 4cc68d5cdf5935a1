package io.hyperstream.tools.page;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Chunk;
import io.hyperstream.schemas.Image;
import io.hyperstream.schemas.ResultDecoder;
import io.hyperstream.schemas.SchemaSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the value of an input record: text, a {@link Chunk}, or an {@link Image} of a record that
 * was scored as one. The number of scored symbols tells text from a chunk, because a chunk is
 * always longer than its bytes. Not thread-safe.
 */
final class InputText {

  private final ResultDecoder<Chunk> chunks;
  private final AvroCodec<Image> images = AvroCodec.of(Image.class);

  /**
   * @param schemas schemas of chunks in Confluent's framing
   */
  InputText(SchemaSource schemas) {
    this.chunks = ResultDecoder.of(Chunk.class, schemas);
  }

  /**
   * The last symbols of the record.
   *
   * @param symbols number of scored symbols, including a separator
   * @param max max number of symbols in the result
   * @param bits bits of the symbols in the result, or null if unknown
   * @return null if the value does not have this many symbols
   */
  ShadedText shade(byte[] value, int symbols, int max, double[] bits) {
    if (value.length == symbols || value.length + 1 == symbols) {
      byte[] bytes = Arrays.copyOf(value, symbols);
      if (symbols > value.length) {
        bytes[value.length] = '\n';
      }
      return ShadedText.ofBytes(tail(bytes, max), bits);
    }
    return shade(chunk(value), symbols, max, bits);
  }

  /** The image of the record; null if the value is none. */
  ShownImage image(byte[] value) {
    try {
      Image image = images.decode(value);
      return image.getPixels() == null ? null : ShownImage.of(image);
    } catch (IOException e) {
      return null; // as below
    }
  }

  private Chunk chunk(byte[] value) {
    try {
      return chunks.decode(value);
    } catch (IOException e) {
      return null; // a different record: the topic has been created again since
    }
  }

  private static ShadedText shade(Chunk chunk, int symbols, int max, double[] bits) {
    if (chunk == null) {
      return null;
    }
    if (chunk.getSymbols() instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes.length == symbols ? ShadedText.ofBytes(tail(bytes, max), bits) : null;
    }
    List<?> ids = (List<?>) chunk.getSymbols();
    int[] last =
        ids.stream().skip(Math.max(0, ids.size() - max)).mapToInt(id -> (Integer) id).toArray();
    return ids.size() == symbols ? ShadedText.ofIds(last, bits) : null;
  }

  /** The last bytes, at most {@code max} of them. */
  static byte[] tail(byte[] bytes, int max) {
    return bytes.length <= max
        ? bytes
        : Arrays.copyOfRange(bytes, bytes.length - max, bytes.length);
  }
}

package io.hyperstream.tools.feed;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Chunk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Cuts an input of any bytes into Avro {@link Chunk}s of a fixed size. The last chunk may be
 * shorter.
 */
public final class ChunkSource extends StreamedSource {

  private final AvroCodec<Chunk> codec = AvroCodec.of(Chunk.class);
  private final byte[] buffer;

  /**
   * @param input closed with the source
   * @param chunkBytes size of a chunk
   * @param follow whether the input may grow after its end is reached; the source then never
   *     finishes, and a chunk may be short whenever the input pauses
   */
  public ChunkSource(byte[] key, InputStream input, int chunkBytes, boolean follow) {
    super(key, input, follow);
    if (chunkBytes < 1) {
      throw new IllegalArgumentException(
          "a chunk must have at least 1 byte, but chunkBytes is " + chunkBytes);
    }
    this.buffer = new byte[chunkBytes];
  }

  @Override
  public byte[] poll() throws IOException {
    int size = input.readNBytes(buffer, 0, buffer.length);
    if (size < buffer.length && !follow) {
      finish();
    }
    if (size == 0) {
      return null;
    }
    return codec.encode(Chunk.newBuilder().setSymbols(ByteBuffer.wrap(buffer, 0, size)).build());
  }
}

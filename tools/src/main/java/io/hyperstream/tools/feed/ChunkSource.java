package io.hyperstream.tools.feed;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Chunk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The bytes of an input, whatever they are, as Avro {@link Chunk}s of a fixed size; the last one
 * may be shorter.
 */
public final class ChunkSource implements RecordSource {

  private final AvroCodec<Chunk> codec = AvroCodec.of(Chunk.class);
  private final byte[] key;
  private final InputStream input;
  private final byte[] buffer;
  private final boolean follow;
  private boolean finished;

  /**
   * @param input closed with the source
   * @param chunkBytes size of a chunk
   * @param follow whether more may be appended to the input after its end; the source then never
   *     finishes, and a chunk may be short whenever the input pauses
   */
  public ChunkSource(byte[] key, InputStream input, int chunkBytes, boolean follow) {
    if (chunkBytes < 1) {
      throw new IllegalArgumentException("A chunk of " + chunkBytes + " bytes; at least 1");
    }
    this.key = key;
    this.input = input;
    this.buffer = new byte[chunkBytes];
    this.follow = follow;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] poll() throws IOException {
    int size = input.readNBytes(buffer, 0, buffer.length);
    finished = size < buffer.length && !follow;
    if (size == 0) {
      return null;
    }
    return codec.encode(Chunk.newBuilder().setSymbols(ByteBuffer.wrap(buffer, 0, size)).build());
  }

  @Override
  public boolean isFinished() {
    return finished;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}

package io.hyperstream.job.learn.state;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** How symbols stand in records, by the vocabulary: the union of the schemas. */
public enum SymbolEncoding {
  BYTES {
    @Override
    public Object encode(int[] symbols) {
      ByteBuffer buffer = ByteBuffer.allocate(symbols.length);
      for (int symbol : symbols) {
        buffer.put((byte) symbol);
      }
      return buffer.flip();
    }
  },

  TOKENS {
    @Override
    public Object encode(int[] symbols) {
      return Arrays.stream(symbols).boxed().toList();
    }
  };

  private static final int BYTE_VALUES = 256;

  /** Bytes where all symbols of the vocabulary are bytes. */
  public static SymbolEncoding of(int vocabulary) {
    return vocabulary <= BYTE_VALUES ? BYTES : TOKENS;
  }

  /** A {@code ByteBuffer}, or a list of token ids. */
  public abstract Object encode(int[] symbols);
}

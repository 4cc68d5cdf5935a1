package io.hyperstream.model.context;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a key owns of the context model: its latest bytes, and where in them it is. Small for a key
 * with a short past; grows by doubling up to {@link ContextConfig#historyBytes()}. If the context
 * model is the key's own, this is all that it learns.
 */
public final class History {

  /** Number of a key that has not begun. */
  static final long NONE = 0;

  /** Format 1 had no records, format 2 no weights. */
  private static final byte FORMAT = 3;

  private static final int MAX_WEIGHTS = 1 << 12;

  private static final int HEADER_BYTES =
      1
          + 2 * Long.BYTES
          + Integer.BYTES
          + TextContext.BYTES
          + MatchModel.LENGTHS * Match.BYTES
          + RecordContext.BYTES
          + PointerModel.POINTERS * Pointer.BYTES;

  final TextContext text = new TextContext();
  final RecordContext record = new RecordContext();
  final Match[] matches = new Match[MatchModel.LENGTHS];
  final Pointer[] pointers = new Pointer[PointerModel.POINTERS];

  /** The key's number, by which it is told from others. */
  long number = NONE;

  /** Those of a mixer that is the key's own, or null: of a {@link RecallModel}. */
  float[] weights;

  private byte[] ring;
  private long length;

  /** The history of a stream that has not begun. */
  public History() {
    this(new byte[ContextConfig.MIN_HISTORY_BYTES]);
  }

  private History(byte[] ring) {
    this.ring = ring;
    for (int i = 0; i < matches.length; i++) {
      matches[i] = new Match();
    }
    for (int i = 0; i < pointers.length; i++) {
      pointers[i] = new Pointer();
    }
  }

  /**
   * The number of the worker whose statistics the key's are among, of so many; -1 if the key has
   * not begun.
   */
  public int worker(int workers) {
    return number == NONE ? -1 : (int) ((number - 1) % workers);
  }

  /** Bytes read so far; positions are counted modulo 2^32. */
  int position() {
    return (int) length;
  }

  /** Bytes read so far. */
  long length() {
    return length;
  }

  /** How many of the latest bytes are held. */
  int held() {
    return (int) Math.min(length, ring.length);
  }

  /** The byte at a position that is held. */
  int at(int position) {
    return ring[position & (ring.length - 1)] & 0xff;
  }

  /** The byte above the next one: in the line before, in the same column; a newline if none is. */
  int above() {
    int above = text.lineBefore + (position() - text.line);
    boolean there = above - text.line < 0 && position() - above <= held();
    return there ? at(above) : '\n';
  }

  /** Makes room for one more byte, up to {@code max} bytes in all. */
  void grow(int max) {
    if (length == ring.length && ring.length < max) {
      // Not full before, so every byte keeps its place.
      ring = Arrays.copyOf(ring, 2 * ring.length);
    }
  }

  void append(int symbol) {
    ring[position() & (ring.length - 1)] = (byte) symbol;
    record.update(symbol, position() - text.line);
    length++;
    text.update(symbol, position());
  }

  /** Removes the latest byte and restores the byte that it had overwritten. */
  void takeBack(int overwritten) {
    length--;
    ring[position() & (ring.length - 1)] = (byte) overwritten;
  }

  /** The byte that the next one will overwrite. */
  int next() {
    return at(position());
  }

  public History copy() {
    return fromBytes(toBytes());
  }

  /** A compact form, for {@link #fromBytes}. */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + weightBytes() + held());
    out.put(FORMAT).putLong(number).putLong(length).putInt(ring.length);
    text.write(out);
    for (Match match : matches) {
      match.write(out);
    }
    record.write(out);
    for (Pointer pointer : pointers) {
      pointer.write(out);
    }
    out.putShort((short) (weights == null ? 0 : weights.length));
    for (int i = 0; weights != null && i < weights.length; i++) {
      out.putFloat(weights[i]);
    }
    out.put(ring, 0, held());
    return out.array();
  }

  private int weightBytes() {
    return Short.BYTES + (weights == null ? 0 : weights.length * Float.BYTES);
  }

  /**
   * The history that gave these bytes.
   *
   * @throws IllegalArgumentException if they are of a newer version, or none at all
   */
  public static History fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte format = in.get();
    if (format < 1 || format > FORMAT) {
      throw new IllegalArgumentException(
          "the history of a key has format %d, but this version knows only formats 1 to %d"
              .formatted(format, FORMAT));
    }
    long number = in.getLong();
    long length = in.getLong();
    History history = new History(new byte[ringSize(in.getInt(), bytes.length)]);
    history.number = number;
    history.length = length;
    history.text.read(in);
    for (Match match : history.matches) {
      match.read(in);
    }
    if (format > 1) {
      history.record.read(in);
      for (Pointer pointer : history.pointers) {
        pointer.read(in);
      }
    }
    if (format > 2) {
      history.weights = weights(in);
    }
    in.get(history.ring, 0, history.held());
    return history;
  }

  private static float[] weights(ByteBuffer in) {
    int count = in.getShort();
    if (count < 0 || count > MAX_WEIGHTS) {
      throw new IllegalArgumentException(
          "the history of a key is corrupt: it has %d weights".formatted(count));
    }
    float[] weights = count == 0 ? null : new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = in.getFloat();
    }
    return weights;
  }

  /** Checked before memory is allocated: a ring is at least half full, or of the minimum size. */
  private static int ringSize(int size, int storedBytes) {
    if (size < 1
        || Integer.bitCount(size) != 1
        || size > Math.max(ContextConfig.MIN_HISTORY_BYTES, 2L * storedBytes)) {
      throw new IllegalArgumentException(
          "the history of a key is corrupt: a ring of %d bytes, stored in %d"
              .formatted(size, storedBytes));
    }
    return size;
  }
}

package io.hyperstream.schemas;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;

/**
 * Avro binary in an array, with every length held against the bytes that are left: Avro's own
 * decoder allocates what a corrupt record claims before it notices that the bytes are not there.
 *
 * <p>Items of arrays and maps must take at least one byte each, as all but null and empty records
 * do.
 */
final class BoundedDecoder extends Decoder {

  private final BinaryDecoder in;

  BoundedDecoder(byte[] bytes, int offset) {
    this.in = DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, null);
  }

  /** Bytes not read so far. */
  int remaining() throws IOException {
    return in.inputStream().available();
  }

  private long requireRemaining(long length) throws IOException {
    if (length < 0) {
      throw new IOException("a length is negative: " + length);
    }
    if (length > remaining()) {
      throw new EOFException("%d more were promised, %d are left".formatted(length, remaining()));
    }
    return length;
  }

  private byte[] readLengthAndBytes() throws IOException {
    byte[] bytes = new byte[(int) requireRemaining(in.readLong())];
    in.readFixed(bytes);
    return bytes;
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return new Utf8(readLengthAndBytes());
  }

  @Override
  public String readString() throws IOException {
    return readString(null).toString();
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    return ByteBuffer.wrap(readLengthAndBytes());
  }

  @Override
  public long readArrayStart() throws IOException {
    return requireRemaining(in.readArrayStart());
  }

  @Override
  public long arrayNext() throws IOException {
    return requireRemaining(in.arrayNext());
  }

  @Override
  public long readMapStart() throws IOException {
    return requireRemaining(in.readMapStart());
  }

  @Override
  public long mapNext() throws IOException {
    return requireRemaining(in.mapNext());
  }

  @Override
  public void readNull() throws IOException {
    in.readNull();
  }

  @Override
  public boolean readBoolean() throws IOException {
    return in.readBoolean();
  }

  @Override
  public int readInt() throws IOException {
    return in.readInt();
  }

  @Override
  public long readLong() throws IOException {
    return in.readLong();
  }

  @Override
  public float readFloat() throws IOException {
    return in.readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return in.readDouble();
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws IOException {
    in.readFixed(bytes, start, length);
  }

  @Override
  public int readEnum() throws IOException {
    return in.readEnum();
  }

  @Override
  public int readIndex() throws IOException {
    return in.readIndex();
  }

  @Override
  public void skipString() throws IOException {
    in.skipString();
  }

  @Override
  public void skipBytes() throws IOException {
    in.skipBytes();
  }

  @Override
  public void skipFixed(int length) throws IOException {
    in.skipFixed(length);
  }

  @Override
  public long skipArray() throws IOException {
    return in.skipArray();
  }

  @Override
  public long skipMap() throws IOException {
    return in.skipMap();
  }
}

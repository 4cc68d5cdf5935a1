package io.hyperstream.job.serialization;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Base of serializers of mutable records. A subclass writes, reads and copies a record. */
public abstract class RecordSerializer<T> extends VariableSizeSerializer<T> {

  private static final long serialVersionUID = 1;
  private static final int NULL = -1;

  @Override
  public final boolean isImmutableType() {
    return false;
  }

  /** Writes an array, or null. */
  protected static void writeBytes(byte[] bytes, DataOutputView target) throws IOException {
    if (bytes == null) {
      target.writeInt(NULL);
    } else {
      target.writeInt(bytes.length);
      target.write(bytes);
    }
  }

  /** Reads what {@link #writeBytes} wrote. */
  protected static byte[] readBytes(DataInputView source) throws IOException {
    int length = source.readInt();
    if (length == NULL) {
      return null;
    }
    byte[] bytes = new byte[length];
    source.readFully(bytes);
    return bytes;
  }
}

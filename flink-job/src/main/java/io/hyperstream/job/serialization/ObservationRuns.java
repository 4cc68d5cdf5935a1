package io.hyperstream.job.serialization;

import io.hyperstream.model.observation.ByteObservations;
import io.hyperstream.model.observation.IdObservations;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.observation.VectorObservations;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes observations as a byte for their kind and an {@linkplain PrimitiveArrays array}. */
public final class ObservationRuns {

  private static final int BYTES = 0;
  private static final int IDS = 1;
  private static final int VECTORS = 2;

  private ObservationRuns() {}

  public static void write(Observations observations, DataOutputView out) throws IOException {
    if (observations instanceof ByteObservations bytes) {
      out.writeByte(BYTES);
      PrimitiveArrays.write(bytes.values(), out);
    } else if (observations instanceof IdObservations ids) {
      out.writeByte(IDS);
      PrimitiveArrays.write(ids.values(), out);
    } else if (observations instanceof VectorObservations vectors) {
      out.writeByte(VECTORS);
      out.writeInt(vectors.width());
      PrimitiveArrays.write(vectors.values(), out);
    }
  }

  public static Observations read(DataInputView in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case BYTES -> Observations.ofBytes(PrimitiveArrays.readBytes(in));
      case IDS -> Observations.ofIds(PrimitiveArrays.readInts(in));
      case VECTORS -> Observations.ofVectors(in.readInt(), PrimitiveArrays.readDoubles(in));
      default -> throw new IOException("stored observations have the unknown kind " + kind);
    };
  }
}

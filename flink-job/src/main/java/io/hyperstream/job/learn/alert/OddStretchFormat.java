package io.hyperstream.job.learn.alert;

import io.hyperstream.job.serialization.ObservationRuns;
import io.hyperstream.job.serialization.PrimitiveArrays;
import io.hyperstream.model.expert.Continuation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How an {@link OddStretch} stands in the state of its key, which names the version. */
public final class OddStretchFormat {

  private OddStretchFormat() {}

  public static void write(OddStretch stretch, DataOutputView out) throws IOException {
    out.writeInt(stretch.start);
    out.writeInt(stretch.end);
    out.writeFloat(stretch.surprise);
    out.writeInt(stretch.expected.size());
    for (Continuation continuation : stretch.expected) {
      PrimitiveArrays.write(continuation.symbols(), out);
      out.writeFloat(continuation.probability());
    }
    out.writeBoolean(stretch.text != null);
    if (stretch.text != null) {
      ObservationRuns.write(stretch.text, out);
    }
  }

  public static OddStretch read(DataInputView in) throws IOException {
    OddStretch stretch = new OddStretch();
    stretch.start = in.readInt();
    stretch.end = in.readInt();
    stretch.surprise = in.readFloat();
    int size = in.readInt();
    List<Continuation> expected = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      expected.add(new Continuation(PrimitiveArrays.readInts(in), in.readFloat()));
    }
    stretch.expected = List.copyOf(expected);
    stretch.text = in.readBoolean() ? ObservationRuns.read(in) : null;
    return stretch;
  }
}

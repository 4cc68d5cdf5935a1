package io.hyperstream.job.learn.alert;

import io.hyperstream.job.serialization.ObservationRuns;
import io.hyperstream.job.serialization.PrimitiveArrays;
import io.hyperstream.model.anomaly.PageHinkley;
import io.hyperstream.model.anomaly.RobustScale;
import io.hyperstream.model.anomaly.WordCounts;
import io.hyperstream.model.observation.ObservationKind;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How an {@link AlertState} stands in the state of its key, which names the version. */
public final class AlertStateFormat {

  private AlertStateFormat() {}

  public static void write(AlertState state, DataOutputView out) throws IOException {
    writeScale(state.cost, out);
    out.writeDouble(state.drift.sum());
    PrimitiveArrays.write(state.words.counters(), out);
    out.writeInt(state.words.words());
    writeScale(state.novelty, out);
    out.writeDouble(state.recentAlerts);
    ObservationRuns.write(state.recent.toObservations(), out);
  }

  private static void writeScale(RobustScale scale, DataOutputView out) throws IOException {
    out.writeLong(scale.count());
    out.writeDouble(scale.mean());
    out.writeDouble(scale.variance());
  }

  public static AlertState read(DataInputView in) throws IOException {
    AlertState state = new AlertState(ObservationKind.BYTE);
    readCost(state, in);
    readEarlier(state, in);
    state.recent = new RecentObservations(ObservationRuns.read(in));
    return state;
  }

  /** Reads the part that stood elsewhere in the state of a key before version 7. */
  public static void readCost(AlertState state, DataInputView in) throws IOException {
    state.cost = RobustScale.ofLate(in.readLong(), in.readDouble(), in.readDouble());
  }

  /** Reads what versions 4 to 6 had in this place, up to the latest observations. */
  public static void readEarlier(AlertState state, DataInputView in) throws IOException {
    state.drift = new PageHinkley(in.readDouble());
    state.words = new WordCounts(PrimitiveArrays.readShorts(in), in.readInt());
    state.novelty = RobustScale.ofAll(in.readLong(), in.readDouble(), in.readDouble());
    state.recentAlerts = in.readDouble();
  }
}

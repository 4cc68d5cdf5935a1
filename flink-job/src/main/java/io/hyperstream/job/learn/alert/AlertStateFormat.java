package io.hyperstream.job.learn.alert;

import io.hyperstream.job.serialization.ObservationRuns;
import io.hyperstream.job.serialization.PrimitiveArrays;
import io.hyperstream.model.anomaly.Capacity;
import io.hyperstream.model.anomaly.RateWatch;
import io.hyperstream.model.anomaly.RecordPattern;
import io.hyperstream.model.anomaly.SeenPatterns;
import io.hyperstream.model.anomaly.UsualRecords;
import io.hyperstream.model.anomaly.UsualVectors;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Incident;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How an {@link AlertState} stands in the state of its key, which names the version. */
public final class AlertStateFormat {

  /** Used by several threads: Flink writes snapshots in threads of their own. */
  private static final AvroCodec<Incident> INCIDENTS = AvroCodec.of(Incident.class);

  private AlertStateFormat() {}

  /** With what vectors are called and look like usually, or what records of symbols do. */
  public static void write(AlertState state, DataOutputView out) throws IOException {
    out.writeByte(state.capacity.ordinal());
    out.writeBoolean(state.vectors != null);
    if (state.vectors != null) {
      state.vectors.write(out);
      out.writeShort(state.names.length);
      for (String name : state.names) {
        out.writeUTF(name);
      }
    } else {
      state.usual.write(out);
    }
    out.writeDouble(state.recentIncidents);
    ObservationRuns.write(state.recent.toObservations(), out);
    state.seen.write(out);
    out.writeDouble(state.asking.bits());
    out.writeLong(state.records);
    out.writeUTF(state.lastIncident);
    out.writeLong(state.wakeAfter);
    state.rates.write(out);
    writeLast(state.last, out);
    out.writeInt(state.incidents.size());
    for (OpenIncident incident : state.incidents) {
      PrimitiveArrays.write(encode(incident.incident()), out);
      out.writeLong(incident.lastRecord());
      out.writeLong(incident.writtenCount());
      out.writeInt(incident.writtenPriority());
    }
  }

  /** What it says is not written: it has been judged. */
  private static void writeLast(JudgedRecord last, DataOutputView out) throws IOException {
    out.writeBoolean(last != null);
    if (last != null) {
      out.writeUTF(last.topic());
      out.writeInt(last.partition());
      out.writeLong(last.offset());
      out.writeLong(last.eventTime());
      out.writeInt(last.symbols());
    }
  }

  private static JudgedRecord readLast(DataInputView in) throws IOException {
    return in.readBoolean()
        ? new JudgedRecord(
            in.readUTF(),
            in.readInt(),
            in.readLong(),
            in.readLong(),
            in.readInt(),
            new OddStretch(),
            new RecordPattern())
        : null;
  }

  private static byte[] encode(Incident incident) {
    synchronized (INCIDENTS) {
      return INCIDENTS.encode(incident);
    }
  }

  private static Incident decode(byte[] bytes) throws IOException {
    synchronized (INCIDENTS) {
      return INCIDENTS.decode(bytes);
    }
  }

  public static AlertState read(DataInputView in) throws IOException {
    Capacity capacity = Capacity.values()[in.readByte()];
    return in.readBoolean()
        ? read(capacity, UsualVectors.read(in), in)
        : read(capacity, UsualRecords.read(capacity, in), in);
  }

  /**
   * Reads what version 10 had in this place, which had one capacity only, and did not know what is
   * usual at which time.
   */
  public static AlertState readVersion10(DataInputView in) throws IOException {
    return in.readBoolean()
        ? read(Capacity.AMPLE, UsualVectors.readEarlier(in), in)
        : read(Capacity.AMPLE, UsualRecords.read(Capacity.AMPLE, in), in);
  }

  private static AlertState read(Capacity capacity, UsualVectors vectors, DataInputView in)
      throws IOException {
    String[] names = new String[in.readShort()];
    for (int i = 0; i < names.length; i++) {
      names[i] = in.readUTF();
    }
    AlertState state = read(capacity, (UsualRecords) null, in);
    state.vectors = vectors;
    state.names = names;
    return state;
  }

  /** Reads what versions 8 and 9 had in this place, which knew symbols only. */
  public static AlertState readVersion9(DataInputView in) throws IOException {
    return read(Capacity.AMPLE, UsualRecords.read(Capacity.AMPLE, in), in);
  }

  /**
   * Reads what version 7 had in this place. What it knew of usual records is of no use now: the
   * warm-up begins again.
   */
  public static AlertState readVersion7(DataInputView in) throws IOException {
    return read(Capacity.AMPLE, UsualRecords.readEarlier(in), in);
  }

  private static AlertState read(Capacity capacity, UsualRecords usual, DataInputView in)
      throws IOException {
    AlertState state = new AlertState(ObservationKind.BYTE, capacity);
    state.usual = usual;
    state.recentIncidents = in.readDouble();
    state.recent = new RecentObservations(ObservationRuns.read(in));
    state.seen = SeenPatterns.read(capacity, in);
    state.asking = new AskingLevel(in.readDouble());
    state.records = in.readLong();
    state.lastIncident = in.readUTF();
    state.wakeAfter = in.readLong();
    state.rates = RateWatch.read(capacity, in);
    state.last = readLast(in);
    int open = in.readInt();
    for (int i = 0; i < open; i++) {
      state.incidents.add(
          new OpenIncident(
              decode(PrimitiveArrays.readBytes(in)), in.readLong(), in.readLong(), in.readInt()));
    }
    return state;
  }

  /** Skips the cost of records, which stood elsewhere in the state of a key before version 7. */
  public static void skipCost(DataInputView in) throws IOException {
    skipScale(in);
  }

  /**
   * Reads what versions 4 to 6 had in this place, up to the latest observations. What they knew of
   * usual records is of no use now: the warm-up begins again.
   */
  public static void readEarlier(AlertState state, DataInputView in) throws IOException {
    in.skipBytesToRead(Double.BYTES);
    PrimitiveArrays.readShorts(in);
    in.skipBytesToRead(Integer.BYTES);
    skipScale(in);
    state.recentIncidents = in.readDouble();
  }

  private static void skipScale(DataInputView in) throws IOException {
    in.skipBytesToRead(Long.BYTES + 2 * Double.BYTES);
  }
}

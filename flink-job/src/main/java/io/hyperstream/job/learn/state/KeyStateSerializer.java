package io.hyperstream.job.learn.state;

import io.hyperstream.job.input.InputRecordSerializer;
import io.hyperstream.job.learn.alert.AlertState;
import io.hyperstream.job.learn.alert.AlertStateFormat;
import io.hyperstream.job.learn.alert.OddNumber;
import io.hyperstream.job.learn.alert.OddStretchFormat;
import io.hyperstream.job.learn.alert.RecentObservations;
import io.hyperstream.job.serialization.ObservationRuns;
import io.hyperstream.job.serialization.PrimitiveArrays;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.anomaly.PrequentialStatistics;
import io.hyperstream.model.anomaly.RecordEvidence;
import io.hyperstream.model.anomaly.RecordPattern;
import io.hyperstream.model.context.History;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.density.Standardiser;
import io.hyperstream.model.numeric.Bfloat16;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Score;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes what a key owns. Each value begins with the version of its format, so one state can hold
 * values of all versions up to the current one. A newer version is refused.
 */
public final class KeyStateSerializer extends TypeSerializerSingleton<KeyState> {

  private static final long serialVersionUID = 1;

  /**
   * What earlier versions lack. 1: a history, and the network's own bits. 2: the bits of each
   * symbol. 3: what alerts need; its scale is that of the cost. 4: the network's numbers in two
   * bytes each. 5: symbols in one byte each. 6: what alerts need as one section, and which records
   * are only scored. 7: which words are usual where. 8: the score of all records that have none of
   * their own. 9: vectors of numbers. 10: how much is remembered of what is usual, and what numbers
   * usually are at which time of the day.
   */
  private static final int VERSION = 11;

  /** What versions 4 to 6 had of an open record for its novelty. */
  private static final int NOVELTY_BYTES = 2 * Integer.BYTES + Double.BYTES;

  private static final byte[] NOTHING = {};
  private static final double[] NO_RANGES = {};

  private static final InputRecordSerializer RECORDS = new InputRecordSerializer();
  private static final AvroCodec<Score> SCORES = AvroCodec.of(Score.class);

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public KeyState createInstance() {
    return new KeyState(
        new StreamState(new float[0], StreamState.NONE, null), ObservationKind.BYTE);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public KeyState copy(KeyState from) {
    KeyState copy = new KeyState(from.network.copy(), from.pending.kind());
    copy.pending = from.pending.copy();
    for (OpenRecord record : from.open) {
      copy.open.add(record.copy());
    }
    copy.held = from.held;
    copy.summed = from.summed; // never changed
    copy.statistics = copy(from.statistics);
    copy.alerts = from.alerts.copy();
    copy.eventTime = from.eventTime;
    copy.lastActivity = from.lastActivity;
    copy.waitingSince = from.waitingSince;
    copy.readySequence = from.readySequence;
    copy.lastPrediction = from.lastPrediction;
    copy.timer = from.timer;
    return copy;
  }

  private static PrequentialStatistics copy(PrequentialStatistics from) {
    return new PrequentialStatistics(
        from.symbols(), from.bits(), from.fadingBits(), from.fadingSymbols());
  }

  @Override
  public KeyState copy(KeyState from, KeyState reuse) {
    return copy(from);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public void serialize(KeyState key, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    writeNumbers(key.network.values(), out);
    out.writeInt(key.network.lastSymbol());
    writeHistory(key.network.history(), out);
    writeScale(key.network.standardiser(), out);
    ObservationRuns.write(key.pending.toObservations(), out);
    writeOpen(key, out);
    out.writeLong(key.statistics.symbols());
    out.writeDouble(key.statistics.bits());
    out.writeDouble(key.statistics.fadingBits());
    out.writeDouble(key.statistics.fadingSymbols());
    out.writeLong(key.eventTime);
    out.writeLong(key.lastActivity);
    out.writeLong(key.waitingSince);
    out.writeLong(key.readySequence);
    out.writeLong(key.lastPrediction);
    out.writeLong(key.timer);
    AlertStateFormat.write(key.alerts, out);
    out.writeBoolean(key.held != null);
    if (key.held != null) {
      RECORDS.serialize(key.held, out);
    }
    writeSummed(key.summed, out);
  }

  private static void writeSummed(Score summed, DataOutputView out) throws IOException {
    if (summed == null) {
      PrimitiveArrays.write(NOTHING, out);
      return;
    }
    synchronized (SCORES) { // several threads write states
      PrimitiveArrays.write(SCORES.encode(summed), out);
    }
  }

  private static Score readSummed(DataInputView in) throws IOException {
    byte[] bytes = PrimitiveArrays.readBytes(in);
    if (bytes.length == 0) {
      return null;
    }
    synchronized (SCORES) {
      return SCORES.decode(bytes);
    }
  }

  /** Two bytes each if no number loses anything by it, as {@link RoundedKeyStates} ensures. */
  private static void writeNumbers(float[] values, DataOutputView out) throws IOException {
    boolean compact = Bfloat16.holds(values);
    out.writeBoolean(compact);
    if (compact) {
      PrimitiveArrays.write(Bfloat16.of(values), out);
    } else {
      PrimitiveArrays.write(values, out);
    }
  }

  /** A key that has no history is written as an empty one. */
  private static void writeHistory(History history, DataOutputView out) throws IOException {
    PrimitiveArrays.write(history == null ? new byte[0] : history.toBytes(), out);
  }

  /** How a stream of vectors is standardised. */
  private static void writeScale(Standardiser scale, DataOutputView out) throws IOException {
    out.writeBoolean(scale != null);
    if (scale != null) {
      DensityConfig config = scale.config();
      out.writeInt(config.dimension());
      out.writeInt(config.binary());
      out.writeInt(config.components());
      out.writeBoolean(config.anchored());
      out.writeBoolean(config.marks());
      out.writeBoolean(config.time());
      scale.write(out);
    }
  }

  private static Standardiser readScale(DataInputView in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    DensityConfig config =
        new DensityConfig(
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readBoolean(),
            in.readBoolean(),
            in.readBoolean());
    return Standardiser.read(config, in);
  }

  private static void writeOpen(KeyState key, DataOutputView out) throws IOException {
    out.writeInt(key.open.size());
    for (OpenRecord record : key.open) {
      out.writeUTF(record.topic);
      out.writeInt(record.partition);
      out.writeLong(record.offset);
      out.writeLong(record.eventTime);
      out.writeInt(record.symbols);
      out.writeInt(record.characters);
      out.writeInt(record.unscored);
      out.writeBoolean(record.learned);
      out.writeDouble(record.bits);
      out.writeDouble(record.networkBits);
      out.writeBoolean(record.symbolBits != null);
      if (record.symbolBits != null) {
        PrimitiveArrays.write(record.symbolBits, out);
      }
      OddStretchFormat.write(record.stretch, out);
      if (record.number == null) {
        PrimitiveArrays.write(record.evidence.toBytes(), out);
        PrimitiveArrays.write(record.pattern.toBytes(), out);
      } else {
        record.number.write(out);
        PrimitiveArrays.write(record.ranges == null ? NO_RANGES : record.ranges, out);
      }
    }
  }

  @Override
  public KeyState deserialize(DataInputView in) throws IOException {
    int version = FormatVersion.readKnown(in, VERSION, "state of a key");
    float[] values =
        version >= 5 && in.readBoolean()
            ? Bfloat16.toFloats(PrimitiveArrays.readShorts(in))
            : PrimitiveArrays.readFloats(in);
    int lastSymbol = in.readInt();
    History history = version < 2 ? null : readHistory(in);
    Standardiser scale = version < 10 ? null : readScale(in);
    Observations pending = readObservations(version, in);
    StreamState network = new StreamState(values, lastSymbol, history).with(scale);
    KeyState key = new KeyState(network, pending.kind());
    key.pending = new ObservationQueue(pending);
    readOpen(key, version, in);
    key.statistics =
        new PrequentialStatistics(in.readLong(), in.readDouble(), in.readDouble(), in.readDouble());
    if (version < 7) {
      AlertStateFormat.skipCost(in);
    }
    key.eventTime = in.readLong();
    key.lastActivity = in.readLong();
    key.waitingSince = in.readLong();
    key.readySequence = in.readLong();
    key.lastPrediction = in.readLong();
    key.timer = in.readLong();
    if (version >= 7) {
      key.alerts = readAlerts(version, in);
      key.held = in.readBoolean() ? RECORDS.deserialize(in) : null;
    } else if (version >= 4) {
      AlertStateFormat.readEarlier(key.alerts, in);
      key.alerts.recent = new RecentObservations(readObservations(version, in));
    }
    key.summed = version >= 9 ? readSummed(in) : null;
    return key;
  }

  /** Old formats do not name the kind, so {@link KeyState#convertTo} is called after a restore. */
  private static Observations readObservations(int version, DataInputView in) throws IOException {
    return version < 6
        ? Observations.ofIds(PrimitiveArrays.readInts(in))
        : ObservationRuns.read(in);
  }

  private static AlertState readAlerts(int version, DataInputView in) throws IOException {
    return switch (version) {
      case 7 -> AlertStateFormat.readVersion7(in);
      case 8, 9 -> AlertStateFormat.readVersion9(in);
      case 10 -> AlertStateFormat.readVersion10(in);
      default -> AlertStateFormat.read(in);
    };
  }

  private static History readHistory(DataInputView in) throws IOException {
    byte[] bytes = PrimitiveArrays.readBytes(in);
    return bytes.length == 0 ? null : History.fromBytes(bytes);
  }

  /** In version 1, the bits of an open record were those of the network. */
  private static void readOpen(KeyState key, int version, DataInputView in) throws IOException {
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      OpenRecord record =
          new OpenRecord(
              in.readUTF(),
              in.readInt(),
              in.readLong(),
              in.readLong(),
              in.readInt(),
              in.readInt(),
              key.dimension() > 0);
      record.unscored = in.readInt();
      record.learned = version < 7 || in.readBoolean();
      record.bits = in.readDouble();
      record.networkBits = version < 2 ? record.bits : in.readDouble();
      record.symbolBits = version >= 3 && in.readBoolean() ? PrimitiveArrays.readBytes(in) : null;
      if (version >= 4 && version < 7) {
        in.skipBytesToRead(NOVELTY_BYTES);
      }
      if (version >= 10) {
        readJudged(record, in);
      } else if (version >= 7) {
        byte[] evidence = PrimitiveArrays.readBytes(in);
        record.evidence = version == 7 ? new RecordEvidence() : RecordEvidence.fromBytes(evidence);
        record.stretch = OddStretchFormat.read(in);
        record.pattern = RecordPattern.fromBytes(PrimitiveArrays.readBytes(in));
      }
      key.open.add(record);
    }
  }

  private static void readJudged(OpenRecord record, DataInputView in) throws IOException {
    record.stretch = OddStretchFormat.read(in);
    if (record.number == null) {
      record.evidence = RecordEvidence.fromBytes(PrimitiveArrays.readBytes(in));
      record.pattern = RecordPattern.fromBytes(PrimitiveArrays.readBytes(in));
    } else {
      record.number = OddNumber.read(in);
      double[] ranges = PrimitiveArrays.readDoubles(in);
      record.ranges = ranges.length == 0 ? null : ranges;
    }
  }

  @Override
  public KeyState deserialize(KeyState reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public TypeSerializerSnapshot<KeyState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Does not depend on the format, which each value names itself. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<KeyState> {
    public Snapshot() {
      super(KeyStateSerializer::new);
    }
  }
}

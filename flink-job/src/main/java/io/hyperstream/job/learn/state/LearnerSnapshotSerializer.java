package io.hyperstream.job.learn.state;

import io.hyperstream.job.serialization.PrimitiveArrays;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.context.ContextSnapshot;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Initialisation;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.net.SymbolInput;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.rehearsal.RehearsalSnapshot;
import io.hyperstream.model.sync.SyncSnapshot;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes what a learner has learned. Each value begins with the version of its format; a newer one
 * than this is refused. A snapshot is never changed once made, so a copy of one is itself.
 */
public final class LearnerSnapshotSerializer extends TypeSerializerSingleton<LearnerSnapshot> {

  private static final long serialVersionUID = 1;

  /** 1: without rehearsal. 2: without context. 3: without number. 4: without sync. */
  private static final int VERSION = 5;

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public LearnerSnapshot createInstance() {
    return null;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public LearnerSnapshot copy(LearnerSnapshot from) {
    return from;
  }

  @Override
  public LearnerSnapshot copy(LearnerSnapshot from, LearnerSnapshot reuse) {
    return from;
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public void serialize(LearnerSnapshot snapshot, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    writeNetwork(snapshot.network(), out);
    out.writeLong(snapshot.updates());
    out.writeLong(snapshot.optimiser().skipped());
    PrimitiveArrays.write(snapshot.weights().values(), out);
    PrimitiveArrays.write(snapshot.optimiser().firstMoment(), out);
    PrimitiveArrays.write(snapshot.optimiser().secondMoment(), out);
    PrimitiveArrays.write(snapshot.optimiser().rowUpdates(), out);
    writeRehearsal(snapshot.rehearsal(), out);
    writeContext(snapshot.context(), out);
    out.writeInt(snapshot.number());
    writeSync(snapshot.sync(), out);
  }

  private static void writeNetwork(HyperLstmConfig network, DataOutputView out) throws IOException {
    out.writeInt(network.vocabulary());
    out.writeInt(network.layers());
    out.writeInt(network.hidden());
    out.writeInt(network.hyper());
    out.writeInt(network.signalSize());
    out.writeUTF(network.normalisation().name());
    out.writeUTF(network.initialisation().name());
    out.writeBoolean(network.hyperBias());
    out.writeUTF(network.softmaxInput().name());
    out.writeUTF(network.symbolInput().name());
  }

  private static void writeRehearsal(RehearsalSnapshot rehearsal, DataOutputView out)
      throws IOException {
    out.writeLong(rehearsal.seen());
    out.writeLong(rehearsal.random());
    out.writeInt(rehearsal.window());
    PrimitiveArrays.write(rehearsal.lengths(), out);
    PrimitiveArrays.write(symbols(rehearsal), out);
    PrimitiveArrays.write(rehearsal.states(), out);
  }

  /** For each window the symbol before it, then its own. */
  private static int[] symbols(RehearsalSnapshot rehearsal) {
    int window = rehearsal.window();
    int[] symbols = new int[rehearsal.lengths().length * (window + 1)];
    for (int i = 0; i < rehearsal.lengths().length; i++) {
      int first = i * (window + 1);
      symbols[first] = rehearsal.previous()[i];
      for (int t = 0; t < window; t++) {
        symbols[first + 1 + t] = rehearsal.observations().symbol(i * window + t);
      }
    }
    return symbols;
  }

  private static void writeContext(ContextSnapshot context, DataOutputView out) throws IOException {
    out.writeBoolean(context != null);
    if (context != null) {
      out.writeInt(context.config().memoryBytes());
      out.writeInt(context.config().historyBytes());
      out.writeBoolean(context.config().shared());
      out.writeLong(context.begunKeys());
      out.writeLong(context.bits());
      PrimitiveArrays.write(context.statistics(), out);
    }
  }

  private static void writeSync(SyncSnapshot sync, DataOutputView out) throws IOException {
    out.writeBoolean(sync != null);
    if (sync != null) {
      PrimitiveArrays.write(sync.anchor(), out);
      PrimitiveArrays.write(sync.momentum(), out);
      out.writeDouble(sync.usualSize());
      out.writeLong(sync.rounds());
      out.writeLong(sync.leftOut());
      out.writeLong(sync.symbols());
    }
  }

  @Override
  public LearnerSnapshot deserialize(DataInputView in) throws IOException {
    int version = FormatVersion.readKnown(in, VERSION, "learner");
    HyperLstmConfig network = readNetwork(in);
    long updates = in.readLong();
    long skipped = in.readLong();
    NetworkWeights weights = new NetworkWeights(network, updates, PrimitiveArrays.readFloats(in));
    LearnerSnapshot.Optimiser optimiser =
        new LearnerSnapshot.Optimiser(
            skipped,
            PrimitiveArrays.readFloats(in),
            PrimitiveArrays.readFloats(in),
            PrimitiveArrays.readInts(in));
    RehearsalSnapshot rehearsal =
        version < 2 ? RehearsalSnapshot.EMPTY : readRehearsal(in, network);
    ContextSnapshot context = version < 3 ? null : readContext(in);
    int number = version < 4 ? 0 : in.readInt();
    SyncSnapshot sync = version < 5 ? null : readSync(in);
    return new LearnerSnapshot(
        number, weights, optimiser, rehearsal, context, sync, Provenance.UNKNOWN);
  }

  private static HyperLstmConfig readNetwork(DataInputView in) throws IOException {
    return HyperLstmConfig.builder()
        .vocabulary(in.readInt())
        .layers(in.readInt())
        .hidden(in.readInt())
        .hyper(in.readInt())
        .signalSize(in.readInt())
        .normalisation(Normalisation.valueOf(in.readUTF()))
        .initialisation(Initialisation.valueOf(in.readUTF()))
        .hyperBias(in.readBoolean())
        .softmaxInput(SoftmaxInput.valueOf(in.readUTF()))
        .symbolInput(SymbolInput.valueOf(in.readUTF()))
        .build();
  }

  private static RehearsalSnapshot readRehearsal(DataInputView in, HyperLstmConfig network)
      throws IOException {
    long seen = in.readLong();
    long random = in.readLong();
    int window = in.readInt();
    int[] lengths = PrimitiveArrays.readInts(in);
    int[] symbols = PrimitiveArrays.readInts(in);
    int[] previous = new int[lengths.length];
    int[] own = new int[lengths.length * window];
    for (int i = 0; i < lengths.length; i++) {
      previous[i] = symbols[i * (window + 1)];
      System.arraycopy(symbols, i * (window + 1) + 1, own, i * window, window);
    }
    Observations observations = Observations.of(ObservationKind.of(network.vocabulary()), own);
    short[] states = PrimitiveArrays.readShorts(in);
    return new RehearsalSnapshot(seen, random, window, lengths, previous, observations, states);
  }

  private static ContextSnapshot readContext(DataInputView in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    return new ContextSnapshot(
        new ContextConfig(in.readInt(), in.readInt(), in.readBoolean()),
        in.readLong(),
        in.readLong(),
        PrimitiveArrays.readBytes(in));
  }

  private static SyncSnapshot readSync(DataInputView in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    return new SyncSnapshot(
        PrimitiveArrays.readFloats(in),
        PrimitiveArrays.readFloats(in),
        in.readDouble(),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }

  @Override
  public LearnerSnapshot deserialize(LearnerSnapshot reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public TypeSerializerSnapshot<LearnerSnapshot> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says nothing of the format: each value does. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LearnerSnapshot> {
    public Snapshot() {
      super(LearnerSnapshotSerializer::new);
    }
  }
}

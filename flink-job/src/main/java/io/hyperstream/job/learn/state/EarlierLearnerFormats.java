package io.hyperstream.job.learn.state;

import io.hyperstream.job.serialization.PrimitiveArrays;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.context.ContextSnapshot;
import io.hyperstream.model.file.LearnerFile;
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
import org.apache.flink.core.memory.DataInputView;

/** Reads learners as releases stored them before a stored learner was a {@link LearnerFile}. */
final class EarlierLearnerFormats {

  /** The layout of context statistics that those releases had. */
  private static final int CONTEXT_LAYOUT = 1;

  private EarlierLearnerFormats() {}

  /**
   * @param version 1: without rehearsal. 2: without context. 3: without number. 4: without sync. 5:
   *     the last one
   * @param in what follows the version
   */
  static LearnerSnapshot read(int version, DataInputView in) throws IOException {
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
        CONTEXT_LAYOUT,
        in.readLong(),
        new long[] {in.readLong()},
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
}

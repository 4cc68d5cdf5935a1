package io.hyperstream.job.learn.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.job.failure.UnrecoverableException;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.context.ContextSnapshot;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Initialisation;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.rehearsal.RehearsalSnapshot;
import io.hyperstream.model.sync.SyncSnapshot;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.junit.jupiter.api.Test;

class LearnerSnapshotSerializerTest {

  private static final RehearsalSnapshot REHEARSAL =
      new RehearsalSnapshot(
          12,
          -9,
          2,
          new int[] {2, 1},
          new int[] {-1, 8},
          Observations.of(ObservationKind.BYTE, 5, 6, 9, 0),
          new short[] {16256, -7, 3, 0});

  private static final ContextSnapshot CONTEXT =
      new ContextSnapshot(
          new ContextConfig(5 << 20, 1 << 12, false),
          1,
          13,
          new long[] {1L << 35},
          new byte[] {3, -1, 4});

  private static final SyncSnapshot SYNC =
      new SyncSnapshot(new float[] {1, 2, 3}, new float[] {-0.5f, 0, 0.5f}, 0.25, 21, 3, 1L << 33);

  private final LearnerSnapshotSerializer serializer = new LearnerSnapshotSerializer();

  @Test
  void readsWhatItWrote() throws IOException {
    assertSame(StoredValue.read(serializer, StoredValue.write(serializer, whole(3))), whole(3));
  }

  @Test
  void readsMoreWeightsThanItMovesAtOnce() throws IOException {
    LearnerSnapshot large = whole(50);
    assertThat(large.weights().values()).hasSizeGreaterThan(2 << 14);
    assertSame(StoredValue.read(serializer, StoredValue.write(serializer, large)), large);
  }

  @Test
  void readsVersion1WhichHadNoRehearsal() throws IOException {
    assertSame(
        StoredValue.read(serializer, StoredValue.resource("learner-v1.bin")),
        sample(3, RehearsalSnapshot.EMPTY, null).of(0, null));
  }

  @Test
  void readsVersion2WhichHadNoContext() throws IOException {
    assertSame(
        StoredValue.read(serializer, StoredValue.resource("learner-v2.bin")),
        sample(3, REHEARSAL, null).of(0, null));
  }

  @Test
  void readsVersion3WhichHadNoNumber() throws IOException {
    assertSame(
        StoredValue.read(serializer, StoredValue.resource("learner-v3.bin")),
        sample(3).of(0, null));
  }

  @Test
  void readsVersion4WhichHadNoSync() throws IOException {
    assertSame(
        StoredValue.read(serializer, StoredValue.resource("learner-v4.bin")),
        sample(3).of(5, null));
  }

  @Test
  void readsVersion5() throws IOException {
    assertSame(StoredValue.read(serializer, StoredValue.resource("learner-v5.bin")), sample(3));
  }

  @Test
  void readsVersion6() throws IOException {
    assertSame(StoredValue.read(serializer, StoredValue.resource("learner-v6.bin")), whole(3));
  }

  @Test
  void writesVersion6AsStored() throws IOException {
    assertThat(StoredValue.write(serializer, whole(3)))
        .isEqualTo(StoredValue.resource("learner-v6.bin"));
  }

  @Test
  void readsALearnerWithoutContextAndSync() throws IOException {
    LearnerSnapshot whole = whole(3);
    LearnerSnapshot alone =
        new LearnerSnapshot(
            5,
            whole.weights(),
            whole.optimiser(),
            whole.rehearsal(),
            null,
            null,
            Provenance.UNKNOWN);
    assertSame(StoredValue.read(serializer, StoredValue.write(serializer, alone)), alone);
  }

  @Test
  void refusesANewerVersion() {
    assertThatThrownBy(
            () -> serializer.deserialize(new DataInputDeserializer(new byte[] {9, 0, 0, 0, 0})))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessageContaining("learner has format 9");
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws IOException {
    byte[] stored = StoredValue.valueOnly(StoredValue.resource("learner-v6.bin"));
    for (int length : new int[] {1, 9, 20, stored.length / 2, stored.length - 1}) {
      DataInputDeserializer in = new DataInputDeserializer(Arrays.copyOf(stored, length));
      assertThatThrownBy(() -> serializer.deserialize(in)).isInstanceOf(IOException.class);
    }
  }

  /** Every field has a value of its own; the arrays have the sizes that the network asks for. */
  private static LearnerSnapshot whole(int hidden) {
    HyperLstmConfig network = network(hidden);
    int size = new ParameterLayout(network).size();
    short[] states = new short[2 * network.stateSize()];
    for (int i = 0; i < states.length; i++) {
      states[i] = (short) (16256 + i);
    }
    RehearsalSnapshot rehearsal =
        new RehearsalSnapshot(
            12,
            -9,
            2,
            new int[] {2, 1},
            new int[] {-1, 8},
            Observations.ofBytes((byte) 5, (byte) 6, (byte) 9, (byte) 0),
            states);
    return new LearnerSnapshot(
        5,
        new NetworkWeights(network, 77, counting(size, 0.5f)),
        new LearnerSnapshot.Optimiser(
            2, new float[0], counting(size, 0.25f), new int[] {6, 0, 7, 1, 2, 3, 4, 5, 8, 9, 10}),
        rehearsal,
        CONTEXT,
        new SyncSnapshot(counting(size, 3), counting(size, -7), 0.3, 21, 3, 1L << 33),
        new Provenance("1.0", -4L, "small", "topic text"));
  }

  private static float[] counting(int size, float first) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = first + i;
    }
    return values;
  }

  /**
   * What the stored files up to version 5 hold, with size 3: fewer weights than the network has.
   */
  private static LearnerSnapshot sample(int size) {
    return sample(size, REHEARSAL, CONTEXT);
  }

  private static LearnerSnapshot sample(
      int size, RehearsalSnapshot rehearsal, ContextSnapshot context) {
    HyperLstmConfig network = network(3);
    float[] weights = new float[size];
    float[] second = new float[size];
    for (int i = 0; i < size; i++) {
      weights[i] = 0.5f - i;
      second[i] = 1f / (1 + i);
    }
    return new LearnerSnapshot(
        5,
        new NetworkWeights(network, 77, weights),
        new LearnerSnapshot.Optimiser(2, new float[0], second, new int[] {6, 0, 7}),
        rehearsal,
        context,
        SYNC,
        Provenance.UNKNOWN);
  }

  private static HyperLstmConfig network(int hidden) {
    return HyperLstmConfig.builder()
        .vocabulary(11)
        .layers(2)
        .hidden(hidden)
        .hyper(4)
        .signalSize(5)
        .normalisation(Normalisation.RMS)
        .initialisation(Initialisation.PAPER)
        .hyperBias(true)
        .softmaxInput(SoftmaxInput.ALL)
        .build();
  }

  private static void assertSame(LearnerSnapshot actual, LearnerSnapshot expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }
}

package io.hyperstream.model.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.LearnerSnapshot.Optimiser;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.context.ContextModel;
import io.hyperstream.model.context.ContextSnapshot;
import io.hyperstream.model.context.ContextStart;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.rehearsal.RehearsalSnapshot;
import io.hyperstream.model.sync.SyncSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupTest {

  private static final HyperLstmConfig NETWORK =
      HyperLstmConfig.builder()
          .vocabulary(7)
          .layers(2)
          .hidden(3)
          .hyper(2)
          .signalSize(1)
          .normalisation(Normalisation.RMS)
          .build();

  private static final ContextStart CONTEXTS =
      ContextStart.of(
          new ContextModel(new ContextConfig(4 << 20, 1 << 10, true).withPrior(false)).snapshot());

  private static final LearnerSnapshot WHOLE = learner(false);

  static IntStream subsets() {
    return IntStream.range(0, 1 << Group.values().length);
  }

  private static Set<Group> subset(int bits) {
    return Group.where(group -> (bits >> group.ordinal() & 1) == 1);
  }

  @ParameterizedTest
  @MethodSource("subsets")
  void readsTheGroupsThatAreThere(int written) throws IOException {
    Set<Group> groups = subset(written);
    byte[] file = LearnerFile.of(WHOLE, groups, DType.F32).toBytes();
    LearnerSnapshot read = LearnerFile.read("x", file, Group.ALL);
    assertSame(read, only(groups));
    assertThat(LearnerFile.groupsOf(read)).isEqualTo(groups);
  }

  @ParameterizedTest
  @MethodSource("subsets")
  void readsTheGroupsThatAreWanted(int wanted) throws IOException {
    Set<Group> groups = subset(wanted);
    assertSame(LearnerFile.read("x", bytes(WHOLE), groups), only(groups));
  }

  @Test
  void readsAFirstMomentAndIdsAsWell() throws IOException {
    LearnerSnapshot learner = learner(true);
    assertSame(LearnerFile.read("x", bytes(learner), Group.ALL), learner);
  }

  @Test
  void readsAMemoryThatHasSeenNothing() throws IOException {
    LearnerSnapshot learner =
        new LearnerSnapshot(
            0, WHOLE.weights(), null, RehearsalSnapshot.EMPTY, null, null, Provenance.UNKNOWN);
    assertSame(LearnerFile.read("x", bytes(learner), Group.ALL), learner);
  }

  @Test
  void roundsTheWeightsAlone() throws IOException {
    byte[] file = LearnerFile.of(WHOLE, Group.ALL, DType.BF16).toBytes();
    LearnerSnapshot read = LearnerFile.read("x", file, Group.ALL);
    assertThat(read.weights().values()).isNotEqualTo(WHOLE.weights().values());
    assertThat(read.optimiser().secondMoment()).isEqualTo(WHOLE.optimiser().secondMoment());
  }

  @Test
  void leavesOutWhatIsNotKnownOfTheProvenance() throws IOException {
    assertThat(header(bytes(WHOLE)).get("__metadata__").get("provenance.data").textValue())
        .isEqualTo("topic text");
    byte[] unknown = bytes(WHOLE.from(Provenance.UNKNOWN));
    assertThat(header(unknown).get("__metadata__").toString()).doesNotContain("provenance");
    assertThat(LearnerFile.read("x", unknown, Group.ALL).provenance())
        .isEqualTo(Provenance.UNKNOWN);
  }

  @Test
  void eachTensorIsAlignedToItsElements() throws IOException {
    byte[] file = LearnerFile.of(WHOLE, Group.ALL, DType.BF16).toBytes();
    ObjectNode header = header(file);
    header.remove("__metadata__");
    assertThat(header.size()).isGreaterThan(4 * new ParameterLayout(NETWORK).entries().size());
    header.forEach(
        tensor ->
            assertThat(
                    tensor.get("data_offsets").get(0).asLong()
                        % Element.find(tensor.get("dtype").textValue()).orElseThrow().bytes())
                .isZero());
    assertThat(file).hasSize((int) LearnerFile.of(WHOLE, Group.ALL, DType.BF16).size());
  }

  @Test
  void ignoresGroupsThatItDoesNotKnow() throws IOException {
    byte[] file = bytes(WHOLE);
    ObjectNode header = header(file);
    long end = file.length - dataStart(file);
    ObjectNode tensor = header.putObject("future/things").put("dtype", "F64");
    tensor.putArray("shape").add(2);
    tensor.putArray("data_offsets").add(end).add(end + 16);
    ((ObjectNode) header.get("__metadata__")).put("future.count", "2");
    byte[] longer = withHeader(Arrays.copyOf(file, file.length + 16), file, header);
    assertSame(LearnerFile.read("x", longer, Group.ALL), WHOLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimiser/row_updates",
        "optimiser/second_moment/softmax.bias",
        "rehearsal/lengths",
        "rehearsal/previous",
        "rehearsal/observations",
        "rehearsal/states",
        "sharing/anchor/symbols",
        "sharing/momentum/layer0.gain"
      })
  void refusesAGroupThatLacksATensor(String name) {
    refuses(header -> header.set("future/other", header.remove(name)), name + ": wanted");
  }

  @Test
  void refusesWhatDoesNotFit() {
    refuses(
        h -> tensor(h, "optimiser/row_updates").put("dtype", "F32"),
        "optimiser/row_updates: wanted [7] of I32, came [7] of F32");
    refuses(
        h -> tensor(h, "optimiser/row_updates").putArray("shape").add(7).add(1),
        "optimiser/row_updates: wanted [7] of I32, came [7, 1] of I32");
    refuses(
        h -> tensor(h, "rehearsal/observations").putArray("shape").add(6),
        "rehearsal/observations: the shape [6] cannot be read");
    refuses(
        h -> tensor(h, "context/statistics").put("dtype", "I8"),
        "context/statistics: wanted [3] of U8, came [3] of I8");
    refuses(h -> metadata(h).remove("context.bits"), "__metadata__ has no 'context.bits'");
    refuses(
        h -> metadata(h).put("context.memoryBytes", "5"),
        "must be 0 or from 4mb to 1gb, but is 5 bytes");
    refuses(
        h -> metadata(h).put("sharing.usualSize", "much"),
        "'sharing.usualSize' must be a number, but is 'much'");
    refuses(
        h -> metadata(h).put("rehearsal.random", "9223372036854775808"),
        "'rehearsal.random' must be a whole number of 64 bits");
    refuses(h -> metadata(h).put("format", "hyperstream 2"), "the release that wrote it");
  }

  @Test
  void aFileThatIsCutOffAnywhereIsRefused() {
    byte[] file = bytes(WHOLE);
    for (int length = 0; length < file.length; length += 1 + file.length / 300) {
      byte[] part = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> LearnerFile.read("x", part, Group.ALL))
          .isInstanceOf(MalformedModelException.class);
    }
  }

  @Test
  void refusesAPointerInThePlaceOfAFile() {
    byte[] pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 4100000\n".getBytes(UTF_8);
    assertThatThrownBy(() -> LearnerFile.read("x", pointer, Group.ALL))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("its first 8 bytes must be the length of the header");
  }

  @Test
  void arraysOfAnotherSizeAreNotWritten() {
    NetworkWeights weights = new NetworkWeights(NETWORK, 1, new float[3]);
    LearnerSnapshot learner = LearnerSnapshot.of(weights, Provenance.UNKNOWN);
    assertThatThrownBy(() -> LearnerFile.of(learner, Set.of(), DType.F32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("numbers, came 3");
  }

  /** Every field has a value of its own. */
  private static LearnerSnapshot learner(boolean other) {
    Random random = new Random(1);
    int size = new ParameterLayout(NETWORK).size();
    short[] states = new short[2 * NETWORK.stateSize()];
    for (int i = 0; i < states.length; i++) {
      states[i] = (short) random.nextInt();
    }
    return new LearnerSnapshot(
        5,
        new NetworkWeights(NETWORK, 77, floats(size, random)),
        new Optimiser(
            2,
            other ? floats(size, random) : new float[0],
            floats(size, random),
            new int[] {6, 0, 7, 1, 2, 3, 4}),
        new RehearsalSnapshot(
            12,
            -9,
            3,
            new int[] {3, 1},
            new int[] {-1, 8},
            other
                ? Observations.ofIds(5, 6, 900, 8, 0, 0)
                : Observations.ofBytes(new byte[] {5, 6, -9, 8, 0, 0}),
            states),
        new ContextSnapshot(
            new ContextConfig(5 << 20, 1 << 12, false, other ? 2 : 1).withLean(other),
            other ? 4 : 1,
            13,
            other ? new long[] {1L << 35, 7} : new long[] {1L << 35},
            new byte[] {3, -1, 4}),
        new SyncSnapshot(floats(size, random), floats(size, random), 0.3, 21, 3, 1L << 33),
        new Provenance("1.0", -4L, "small", "topic text"),
        CONTEXTS);
  }

  private static float[] floats(int size, Random random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static LearnerSnapshot only(Set<Group> groups) {
    return new LearnerSnapshot(
        WHOLE.number(),
        WHOLE.weights(),
        groups.contains(Group.OPTIMISER) ? WHOLE.optimiser() : null,
        groups.contains(Group.REHEARSAL) ? WHOLE.rehearsal() : null,
        groups.contains(Group.CONTEXT) ? WHOLE.context() : null,
        groups.contains(Group.SHARING) ? WHOLE.sync() : null,
        WHOLE.provenance(),
        groups.contains(Group.START) ? WHOLE.start() : null);
  }

  private static byte[] bytes(LearnerSnapshot learner) {
    return LearnerFile.of(learner, EnumSet.allOf(Group.class), DType.F32).toBytes();
  }

  /** The arrays of the contexts are too long to be compared element by element. */
  private static void assertSame(LearnerSnapshot actual, LearnerSnapshot expected) {
    assertThat(actual)
        .usingRecursiveComparison()
        .withEqualsForType(Arrays::equals, byte[].class)
        .withEqualsForType(Arrays::equals, int[].class)
        .isEqualTo(expected);
  }

  private static void refuses(Consumer<ObjectNode> change, String why) {
    byte[] file = bytes(WHOLE);
    assertThatThrownBy(
            () -> {
              ObjectNode header = header(file);
              change.accept(header);
              LearnerFile.read("x", withHeader(file, file, header), Group.ALL);
            })
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(why);
  }

  private static ObjectNode tensor(ObjectNode header, String name) {
    return (ObjectNode) header.get(name);
  }

  private static ObjectNode metadata(ObjectNode header) {
    return (ObjectNode) header.get("__metadata__");
  }

  private static int dataStart(byte[] file) {
    return Long.BYTES + (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static ObjectNode header(byte[] file) throws IOException {
    return (ObjectNode)
        new ObjectMapper().readTree(new String(file, Long.BYTES, dataStart(file) - 8, UTF_8));
  }

  /** The data of a file, under another header than the original's. */
  private static byte[] withHeader(byte[] file, byte[] original, ObjectNode header) {
    byte[] json = header.toString().getBytes(UTF_8);
    int dataBytes = file.length - dataStart(original);
    return ByteBuffer.allocate(Long.BYTES + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(file, dataStart(original), dataBytes)
        .array();
  }
}

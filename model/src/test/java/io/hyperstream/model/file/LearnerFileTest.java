package io.hyperstream.model.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Preset;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Initialisation;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.ParameterTable;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.net.SymbolInput;
import io.hyperstream.model.numeric.Bfloat16;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearnerFileTest {

  private static final HyperLstmConfig TINY =
      HyperLstmConfig.builder()
          .vocabulary(3)
          .layers(2)
          .hidden(2)
          .hyper(1)
          .signalSize(1)
          .normalisation(Normalisation.RMS)
          .initialisation(Initialisation.ONLINE)
          .hyperBias(true)
          .softmaxInput(SoftmaxInput.ALL)
          .symbolInput(SymbolInput.ALL)
          .build();

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Normalisation.class)
  void readsWhatItWrote(Normalisation normalisation) throws IOException {
    HyperLstmConfig network =
        HyperLstmConfig.builder()
            .vocabulary(300)
            .layers(2)
            .hidden(21)
            .hyper(5)
            .signalSize(3)
            .normalisation(normalisation)
            .initialisation(Initialisation.PAPER)
            .hyperBias(true)
            .build();
    assertSame(read(bytes(random(network), DType.F32)), random(network));
    assertSame(read(bytes(random(network.plainLstm(7)), DType.F32)), random(network.plainLstm(7)));
  }

  @Test
  void takesMoreThanABlock() throws IOException {
    NetworkWeights weights = random(Preset.SMALL.config(1).network());
    byte[] file = bytes(weights, DType.F32);
    assertThat(file.length).isGreaterThan(4 * weights.values().length);
    assertSame(read(file), weights);
  }

  @Test
  void halfPrecisionTakesHalfTheBytes() throws IOException {
    NetworkWeights weights = random(TINY);
    float[] rounded = weights.values().clone();
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = Bfloat16.toFloat(Bfloat16.of(rounded[i]));
    }
    byte[] file = bytes(weights, DType.BF16);
    assertThat(file.length - dataStart(file)).isEqualTo(2 * rounded.length);
    assertSame(read(file), new NetworkWeights(TINY, weights.updates(), rounded));
  }

  @Test
  void isLaidOutAsTheFormatSays() throws IOException {
    NetworkWeights weights = random(TINY);
    byte[] file = bytes(weights, DType.F32);
    assertThat(dataStart(file) % 8).isZero();
    assertThat(file[Long.BYTES]).isEqualTo((byte) '{');
    JsonNode header = header(file);
    assertThat(header.path("__metadata__").path("hidden").textValue()).isEqualTo("2");
    ParameterTable.Entry entry = new ParameterLayout(TINY).entry("layer1.input");
    JsonNode tensor = header.path("layer1.input");
    assertThat(tensor.path("dtype").textValue()).isEqualTo("F32");
    assertThat(tensor.path("shape").toString()).isEqualTo("[2,12]");
    int from = tensor.path("data_offsets").get(0).intValue();
    assertThat(
            ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getFloat(dataStart(file) + from + 4))
        .isEqualTo(weights.values()[entry.offset() + 1]);
  }

  @Test
  void readsTensorsInAnyOrderAndEscapedNames() throws IOException {
    NetworkWeights weights = random(TINY);
    byte[] file = bytes(weights, DType.F32);
    byte[] data = Arrays.copyOfRange(file, dataStart(file), file.length);
    // What is last, the symbol table, becomes first.
    int size = 4 * new ParameterLayout(TINY).entry("symbols").size();
    byte[] turned = new byte[data.length];
    System.arraycopy(data, data.length - size, turned, 0, size);
    System.arraycopy(data, 0, turned, size, data.length - size);
    ObjectNode header = header(file);
    for (JsonNode tensor : header) {
      if (tensor.has("data_offsets")) {
        int from = tensor.path("data_offsets").get(0).intValue();
        int to = tensor.path("data_offsets").get(1).intValue();
        int moved = (from + size) % data.length;
        ((ObjectNode) tensor).putArray("data_offsets").add(moved).add(moved + to - from);
      }
    }
    String json = header.toString().replace("symbols\":", "symb\\u006fls\":");
    assertThat(json).contains("symb\\u006fls");
    assertSame(read(file(json, turned)), weights);
  }

  @Test
  void thereAsAWholeOrNotAtAll() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Files.writeString(file, "an older one");
    file(random(TINY), DType.F32).save(file);
    assertSame(LearnerFile.read(file).weights(), random(TINY));
    assertThat(folder).isDirectoryContaining(file::equals);
    assertThat(folder.toFile().list()).hasSize(1);

    Path taken = Files.createDirectories(folder.resolve("taken/by/a folder")).getParent();
    assertThatThrownBy(() -> file(random(TINY), DType.F32).save(taken))
        .isInstanceOf(IOException.class);
    assertThat(folder.resolve("taken").toFile().list()).containsExactly("by");
    assertThatThrownBy(() -> file(random(TINY), DType.F32).save(folder.resolve("none/model")))
        .hasMessageContaining("There is no folder " + folder.resolve("none"));
  }

  @Test
  void refusesWhatIsNoSuchFile() {
    refuses(new byte[0], "begins with 8 bytes, but it has 0");
    refuses("no model".getBytes(UTF_8), "length of the header");
    refuses(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, '{', '}'}, "say 18446744073709551615");
    refuses(new byte[] {3, 0, 0, 0, 0, 0, 0, 0, '{', '}'}, "within the file, but say 3");
    byte[] large = new byte[(1 << 20) + 100];
    large[2] = 0x10;
    large[0] = 1;
    refuses(large, "at most 1048576 bytes and within the file, but say 1048577");
    refuses(file("{\"a\": ", new byte[0]), "the header is not JSON");
    refuses(file("[]", new byte[0]), "the header is not a JSON object");
    refuses(file("{} {}", new byte[0]), "the header is not JSON");
    refuses(file("{\"a\": {}, \"a\": {}}", new byte[0]), "Duplicate field 'a'");
    refuses(file("{}", new byte[0]), "__metadata__ must say 'format': 'hyperstream 1'");
    refuses(file("{\"__metadata__\": {\"format\": 1}}", new byte[0]), "a value that is not text");
    byte[] notUtf8 = file("{\"?\": {}}", new byte[0]);
    notUtf8[10] = (byte) 0xFF;
    refuses(notUtf8, "the header is not UTF-8");
  }

  @Test
  void refusesTensorsThatDoNotFillTheFile() throws IOException {
    byte[] file = bytes(random(TINY), DType.F32);
    refuses(Arrays.copyOf(file, file.length - 4), "but the file has");
    refuses(Arrays.copyOf(file, file.length + 4), "but the file has");
    refuses(changed(h -> h.remove("softmax.bias")), "what is before it ends at");
    refuses(changed(h -> tensor(h).putArray("data_offsets").add(0).add(0)), "does not fill");
    refuses(changed(h -> tensor(h).putArray("data_offsets").add(8).add(0)), "does not fill");
    refuses(changed(h -> tensor(h).putArray("data_offsets").add(0)), "are two numbers");
    refuses(changed(h -> tensor(h).putArray("data_offsets").add(-4).add(0)), "data_offsets is");
    refuses(changed(h -> tensor(h).putArray("data_offsets").add("0").add(12)), "data_offsets is");
    refuses(
        changed(h -> tensor(h).putArray("shape").add(1L << 62).add(8)), "[4611686018427387904, 8]");
    refuses(changed(h -> tensor(h).put("shape", 3)), "shape is not an array");
    refuses(changed(h -> tensor(h).put("dtype", "I64")), "dtype must be one of [F32, BF16]");
    refuses(changed(h -> tensor(h).put("more", 1)), "softmax.bias: wanted");
    refuses(changed(h -> h.put("x", 1)), "x: wanted");
    ObjectNode overlapping = header(file);
    overlapping.set("twice", overlapping.get("softmax.bias").deepCopy());
    refuses(withHeader(file, overlapping), "what is before it ends at");
  }

  @Test
  void refusesAShapeByName() {
    refuses(
        changed(h -> tensor(h).putArray("shape").add(3).add(1)),
        "softmax.bias: wanted [1, 3], came [3, 1]");
    refuses(
        changed(h -> h.set("another", h.remove("softmax.bias"))),
        "softmax.bias: wanted [1, 3], came none");
    refuses(
        changed(h -> metadata(h).put("layers", "1")), "softmax.weight: wanted [2, 3], came [4, 3]");
    refuses(
        changed(h -> metadata(h).put("normalisation", "NONE")),
        "layer0.gain: wanted none, came [4, 2]");
    // Some gigabytes, if one believed it.
    refuses(
        changed(h -> metadata(h).put("hidden", "10000")),
        "layer0.recurrent: wanted [10000, 40004], came [2, 12]");
  }

  @Test
  void refusesMetadataByName() {
    refuses(changed(h -> metadata(h).remove("hidden")), "__metadata__ has no 'hidden'");
    refuses(changed(h -> metadata(h).put("hidden", "2.0")), "'hidden' must be a whole number");
    refuses(changed(h -> metadata(h).put("hidden", "0")), "hidden must be from 1 to 65536");
    refuses(changed(h -> metadata(h).put("hyperBias", "yes")), "'hyperBias' must be true or false");
    refuses(changed(h -> metadata(h).put("normalisation", "rms")), "one of [NONE, ");
    refuses(changed(h -> metadata(h).put("format", "hyperstream 2")), "says 'hyperstream 2'");
    refuses(changed(h -> metadata(h).put("updates", "-1")), "'updates' must be a whole number");
  }

  @Test
  void aFileThatBecomesShorterMeanwhileIsRefused() throws IOException {
    byte[] file = bytes(random(TINY), DType.F32);
    assertThatThrownBy(
            () ->
                LearnerFile.read(
                    "x",
                    new ByteArrayInputStream(file, 0, file.length - 1),
                    file.length,
                    Group.ALL))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("x ended before its size said so");
  }

  private static NetworkWeights random(HyperLstmConfig network) {
    float[] values = new float[new ParameterLayout(network).size()];
    Random random = new Random(values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new NetworkWeights(network, 1L << 40, values);
  }

  private static void assertSame(NetworkWeights actual, NetworkWeights expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  private static LearnerFile file(NetworkWeights weights, DType type) {
    LearnerSnapshot learner = LearnerSnapshot.of(weights, Provenance.UNKNOWN);
    return LearnerFile.of(learner, Set.of(), type);
  }

  private static byte[] bytes(NetworkWeights weights, DType type) {
    return file(weights, type).toBytes();
  }

  private static NetworkWeights read(byte[] file) throws IOException {
    return LearnerFile.read("x", file, Group.ALL).weights();
  }

  private static void refuses(byte[] file, String why) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("x is no model that can be read: ")
        .hasMessageContaining(why);
  }

  private static byte[] file(String header, byte[] data) {
    byte[] json = header.getBytes(UTF_8);
    return ByteBuffer.allocate(Long.BYTES + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(data)
        .array();
  }

  private static int dataStart(byte[] file) {
    return Long.BYTES + (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static ObjectNode header(byte[] file) throws IOException {
    return (ObjectNode)
        new ObjectMapper().readTree(new String(file, Long.BYTES, dataStart(file) - 8, UTF_8));
  }

  private static byte[] withHeader(byte[] file, ObjectNode header) {
    return file(header.toString(), Arrays.copyOfRange(file, dataStart(file), file.length));
  }

  /** A good file but for what is done to its header. */
  private static byte[] changed(Consumer<ObjectNode> change) {
    try {
      byte[] file = bytes(random(TINY), DType.F32);
      ObjectNode header = header(file);
      change.accept(header);
      return withHeader(file, header);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ObjectNode tensor(ObjectNode header) {
    return (ObjectNode) header.get("softmax.bias");
  }

  private static ObjectNode metadata(ObjectNode header) {
    return (ObjectNode) header.get("__metadata__");
  }
}

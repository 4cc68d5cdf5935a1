package io.hyperstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Preset;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.conv.Architecture;
import io.hyperstream.model.conv.ImageLearner;
import io.hyperstream.model.conv.ImageNetConfig;
import io.hyperstream.model.conv.ImageShape;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.ParameterTable;
import io.hyperstream.model.net.StartValues;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {

  private static final HyperLstmConfig NETWORK = Preset.SMALL.config(1).network();
  private static final ParameterLayout LAYOUT = new ParameterLayout(NETWORK);

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final float[] values = StartValues.of(LAYOUT, 1);
  private Path file;

  @BeforeEach
  void writeFile() throws IOException {
    file = folder.resolve("start.safetensors");
    ParameterTable.Entry bias = LAYOUT.entry("softmax.bias");
    values[bias.offset()] = Float.NaN;
    values[bias.offset() + 1] = Float.NEGATIVE_INFINITY;
    values[bias.offset() + 2] = 3;
    values[bias.offset() + 3] = -1;
    LearnerFile.of(
            LearnerSnapshot.of(new NetworkWeights(NETWORK, 1234, values), Provenance.UNKNOWN),
            Set.of(),
            DType.F32)
        .save(file);
  }

  @Test
  void theTableTellsOfEachTensorIn80Columns() {
    assertThat(run("info", file.toString())).isZero();
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
    assertThat(out.toString())
        .contains("\nHyperLSTM of 2 layers of 128 units; hyper cells of 16, signals of 4\n")
        .contains("\nvocabulary 256, normalisation RMS\n")
        .contains("\nsymbols enter all layers, the softmax sees all\n")
        .contains("%,d parameters, updated 1,234 times; 2 are NaN or inf".formatted(LAYOUT.size()))
        .containsPattern("(?m)^layer0.gain +4x128 +1.00 +1.00 +1.00 +1.00 +0$")
        .containsPattern("(?m)^softmax.bias +1x256 +0.00787 +0.198 +-1.00 +3.00 +2$");
    assertThat(out.toString().lines()).hasSize(7 + LAYOUT.entries().size());
  }

  @Test
  void modelsOfImagesAreShownButNotExported() throws IOException {
    ImageNetConfig network =
        new ImageNetConfig(Architecture.MNIST, new ImageShape(8, 8, 1), 3, true);
    Path images = folder.resolve("images.safetensors");
    try (ImageLearner learner =
        ImageLearner.create(network, network.architecture().adam(), 2, 1, ComputeTarget.AUTO)) {
      LearnerFile.of(learner.snapshot()).save(images);
    }
    assertThat(run("info", images.toString())).isZero();
    assertThat(out.toString())
        .contains("mnist, generated kernels; images of 8 x 8 x 1 in 3 classes\n")
        .contains("%,d parameters, updated 0 times; all finite".formatted(network.parameters()))
        .containsPattern("(?m)^generator.embedding +1x4 ");
    assertThat(run("info", "--json", images.toString())).isZero();
    assertThat(run("export", images.toString(), "--to", file.toString())).isNotZero();
    assertThat(err.toString()).contains("it is of a learner of images; jobs with a preset");
  }

  @Test
  void jsonHasTheSame() throws IOException {
    assertThat(run("info", "--json", file.toUri().toString())).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("network").get("hidden").asInt()).isEqualTo(128);
    assertThat(json.get("parameters").asInt()).isEqualTo(LAYOUT.size());
    assertThat(json.get("updates").asInt()).isEqualTo(1234);
    assertThat(json.get("notFinite").asInt()).isEqualTo(2);
    assertThat(json.get("tensors")).hasSize(LAYOUT.entries().size());
    JsonNode gain = json.get("tensors").get(7);
    assertThat(gain.get("name").asText()).isEqualTo("layer0.gain");
    assertThat(gain.get("shape").toString()).isEqualTo("[4,128]");
    assertThat(gain.get("mean").asDouble()).isEqualTo(1);
  }

  @Test
  void exportsInHalfTheBytes() throws IOException {
    Path half = folder.resolve("half.safetensors");
    assertThat(run("export", file.toString(), "--to", half.toString(), "--dtype", "bf16")).isZero();
    assertThat(err.toString().trim()).isEqualTo("%s: %,d bytes".formatted(half, Files.size(half)));
    assertThat(Files.size(half)).isLessThan((long) (0.51 * Files.size(file)));
    NetworkWeights read = LearnerFile.read(half).weights();
    assertThat(read.updates()).isEqualTo(1234);
    assertThat(read.values()[0]).isNotZero().isCloseTo(values[0], withinPercentage(0.4));
  }

  @Test
  void saysWhatIsWrongWithASource() throws IOException {
    assertThat(run("info", "no such file")).isEqualTo(1);
    assertThat(err.toString()).startsWith("Error: There is no file or folder no such file");
    err.getBuffer().setLength(0);
    Path text = Files.writeString(folder.resolve("text"), "some text that is no model");
    assertThat(run("info", text.toString())).isEqualTo(1);
    assertThat(err.toString()).startsWith("Error: " + text + " is no model that can be read: ");
    err.getBuffer().setLength(0);
    assertThat(run("info", file.toString(), "--learner", "0")).isEqualTo(1);
    assertThat(err.toString()).contains("is a file: it has one model, and no learners");
    err.getBuffer().setLength(0);
    Files.createDirectories(folder.resolve("chk-9"));
    Files.createDirectories(folder.resolve("chk-10"));
    assertThat(run("info", folder.toString())).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("Error: " + folder + " has no file _metadata; name the folder of one savepoint")
        .contains(", such as " + folder + "/chk-10");
  }

  @Test
  void whatIsNotFiniteIsNotImported() {
    assertThat(run("import", file.toString(), "--topic", "model")).isEqualTo(1);
    assertThat(err.toString()).contains("2 of the weights in " + file + " are NaN or infinite");
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "model";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Hyperstream.run(
        Hyperstream.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)), all);
  }
}

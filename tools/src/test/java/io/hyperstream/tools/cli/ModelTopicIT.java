package io.hyperstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Preset;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.StartValues;
import io.hyperstream.tools.embedded.EmbeddedBroker;
import io.hyperstream.tools.embedded.SharedBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code model} at a broker. */
class ModelTopicIT {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private EmbeddedBroker broker;

  @BeforeEach
  void startBroker() throws Exception {
    broker = SharedBroker.get();
  }

  @Test
  void aTopicGivesBackTheModelThatWasPutInLast() throws Exception {
    assertThat(run("info", "--topic", "models")).isEqualTo(1);
    assertThat(err.toString()).startsWith("Error: There is no topic models at 127.0.0.1:");
    Path first = write(1);
    Path second = write(2);
    assertThat(run("import", first.toString(), "--topic", "models")).isZero();
    assertThat(run("import", second.toString(), "--topic", "models")).isZero();
    assertThat(run("info", "--json", "--topic", "models")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).get("updates").asInt()).isEqualTo(2);

    Path exported = folder.resolve("exported");
    assertThat(run("export", "--topic", "models", "--to", exported.toString())).isZero();
    assertThat(exported).hasSameBinaryContentAs(second);
  }

  @Test
  void aTopicOfModelsHasOnePartition() throws Exception {
    broker.createTopic("three", 3, Map.of());
    assertThat(run("info", "--topic", "three")).isEqualTo(1);
    assertThat(run("import", write(1).toString(), "--topic", "three")).isEqualTo(1);
    broker.createTopic("empty", 1, Map.of());
    assertThat(run("info", "--topic", "empty")).isEqualTo(1);
    String partitions =
        "Error: The topic three has 3 partitions; it must have one, because the parts of a model"
            + " have an order";
    assertThat(err.toString().lines())
        .containsExactly(partitions, partitions, "Error: The topic empty holds no complete model");
  }

  /** Weights that take several records. */
  private Path write(long seed) throws IOException {
    ParameterLayout layout = new ParameterLayout(Preset.SMALL.config(1).network());
    Path file = folder.resolve("model-" + seed);
    NetworkWeights weights =
        new NetworkWeights(layout.config(), seed, StartValues.of(layout, seed));
    LearnerFile.of(LearnerSnapshot.of(weights, Provenance.UNKNOWN), Set.of(), DType.F32).save(file);
    return file;
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("model"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("-b", broker.bootstrapServers()));
    return Hyperstream.run(
        Hyperstream.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)),
        all.toArray(String[]::new));
  }
}

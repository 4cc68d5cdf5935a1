package io.hyperstream.tools.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Preset;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.ParameterTable;
import io.hyperstream.model.net.StartValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lines of Python in docs/interfaces.md, as they stand there, read what this project writes.
 */
class PythonExampleTest {

  private static final String FILE = "book.safetensors";
  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  @TempDir private Path folder;

  @Test
  void theLinesReadAFile() throws Exception {
    Optional<String> python = python();
    assumeTrue(python.isPresent(), "no python3 here can import numpy");
    ParameterLayout layout = new ParameterLayout(Preset.SMALL.config(1).network());
    float[] values = StartValues.of(layout, 1);
    LearnerFile.of(
            LearnerSnapshot.of(new NetworkWeights(layout.config(), 5, values), Provenance.UNKNOWN),
            Set.of(),
            DType.F32)
        .save(folder.resolve(FILE));
    ParameterTable.Entry entry = layout.entry("layer0.recurrent");
    double sum = 0;
    for (int i = entry.offset(); i < entry.offset() + entry.size(); i++) {
      sum += values[i];
    }
    List<String> lines = Pages.examples("python").stream().filter(b -> b.contains(FILE)).toList();
    assertThat(lines).hasSize(1);
    assertThat(run(python.get(), lines.get(0)).strip())
        .isEqualTo("128 5 (128, 576) %.3f".formatted(sum));
  }

  private Optional<String> python() throws InterruptedException {
    for (String python : PYTHONS) {
      try {
        run(python, "import numpy");
        return Optional.of(python);
      } catch (IOException e) {
        // The next one, then.
      }
    }
    return Optional.empty();
  }

  private String run(String python, String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(python, "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
    return output;
  }
}

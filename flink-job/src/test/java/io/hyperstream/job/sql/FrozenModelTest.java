package io.hyperstream.job.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Preset;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.StartValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenModelTest {

  @TempDir private Path folder;

  private Path write(long updates) throws IOException {
    ParameterLayout layout = new ParameterLayout(Preset.FAST.config(1).network());
    Path file = folder.resolve("model");
    NetworkWeights weights =
        new NetworkWeights(layout.config(), updates, StartValues.of(layout, updates));
    LearnerFile.of(LearnerSnapshot.of(weights, Provenance.UNKNOWN), Set.of(), DType.F32).save(file);
    return file;
  }

  private FrozenModel open(Path file, Duration period) throws IOException {
    return new FrozenModel(
        ModelPlace.of(file.toString(), FunctionOptions.of(null)), ModelInput.TEXT, period);
  }

  private static void refreshUntil(FrozenModel model, long version) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (model.version() != version && System.nanoTime() < end) {
      model.refresh();
    }
    assertThat(model.version()).isEqualTo(version);
  }

  @Test
  void newerWeightsTakeTheirPlaceAndWhatIsNoModelDoesNot() throws Exception {
    Path file = write(1);
    try (FrozenModel model = open(file, Duration.ofNanos(1))) {
      assertThat(model.version()).isEqualTo(1);
      write(2);
      refreshUntil(model, 2);
      assertThat(model.learner().networkWeights().values())
          .isEqualTo(LearnerFile.read(file).weights().values());

      Files.writeString(file, "no model");
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
      while (System.nanoTime() < end) {
        model.refresh();
        assertThat(model.version()).isEqualTo(2);
      }
      write(3);
      refreshUntil(model, 3);
    }
  }

  @Test
  void withoutAPeriodTheModelIsReadOnce() throws Exception {
    try (FrozenModel model = open(write(1), Duration.ZERO)) {
      Files.delete(write(2));
      model.refresh();
      assertThat(model.version()).isEqualTo(1);
    }
  }
}

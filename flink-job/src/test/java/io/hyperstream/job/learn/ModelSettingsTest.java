package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.job.failure.RootCause;
import io.hyperstream.job.failure.UnrecoverableException;
import io.hyperstream.job.learn.settings.ModelSettings;
import io.hyperstream.job.learn.settings.ModelStart;
import io.hyperstream.model.Preset;
import io.hyperstream.model.net.HyperLstmConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learners that begin with a file, and leave one. */
class ModelSettingsTest {

  private static final String TEXT = "one two three, ".repeat(20);

  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void learnAndSave() throws Exception {
    file = folder.resolve("learned weights.safetensors");
    try (LearnHarness harness = new LearnHarness(settings().save(file))) {
      harness.send("a", TEXT);
      assertThat(file).doesNotExist();
      harness.finish();
    }
  }

  private static SettingsBuilder settings() {
    return new SettingsBuilder().shape(5, 1);
  }

  @Test
  void aLearnerBeginsWithWhatAnotherHasLearned() throws Exception {
    double fresh = bits(settings());
    double warm = bits(settings().startFrom(file));
    assertThat(warm).isLessThan(0.9 * fresh);
  }

  /** What was learned of contexts, too; but for tables that cannot take it. */
  @Test
  void aLearnerBeginsWithTheContextsOfAnother() throws Exception {
    Path model = folder.resolve("contexts.safetensors");
    try (LearnHarness harness = new LearnHarness(settings().context(true).save(model))) {
      harness.send("a", TEXT);
      harness.finish();
    }
    double weights = bits(settings().context(true).startFrom(file));
    assertThat(bits(settings().context(true).startFrom(model))).isLessThan(0.8 * weights);
    assertThatThrownBy(() -> bits(settings().context(8 << 20).startFrom(model)))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessageContaining("was counted in 4 MB, and tables of more memory cannot take it");
    // Without contexts, those of the file do not matter.
    bits(settings().startFrom(model));
  }

  @Test
  void aRestoredLearnerGoesOnWithItsOwn() throws Exception {
    try (LearnHarness undisturbed = new LearnHarness(settings())) {
      undisturbed.send("a", TEXT);
      undisturbed.scores();
      undisturbed.send("a", "zzzzz");
      LearnHarness harness = new LearnHarness(settings());
      harness.send("a", TEXT);
      harness = harness.restart(settings().startFrom(folder.resolve("no such file")));
      harness.send("a", "zzzzz");
      assertThat(harness.scores()).hasSize(1).isEqualTo(undisturbed.scores());
      harness.close();
    }
  }

  @Test
  void momentsThatTheFileLacksAreMissedByName() {
    assertThatThrownBy(() -> new LearnHarness(settings().startFrom(file, true, 0)))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessageContaining(file + " has weights alone, but model.moments asks for");
  }

  @Test
  void weightsDecayTowardsThoseOfTheFile() throws Exception {
    assertThat(bits(settings().startFrom(file, false, 1e-9)))
        .isCloseTo(bits(settings().startFrom(file)), within(1e-3));
    assertThat(bits(settings().startFrom(file, false, 0.9)))
        .isNotCloseTo(bits(settings().startFrom(file)), within(1e-3));
  }

  /** The anchor is in no snapshot, but a restart reads it again. */
  @Test
  void aRestoredLearnerDecaysAsIfItHadNotStopped() throws Exception {
    SettingsBuilder settings = settings().startFrom(file, false, 0.02);
    try (LearnHarness undisturbed = new LearnHarness(settings)) {
      undisturbed.send("a", TEXT);
      undisturbed.scores();
      undisturbed.send("a", TEXT);
      LearnHarness harness = new LearnHarness(settings);
      harness.send("a", TEXT);
      harness = harness.restart(settings);
      harness.send("a", TEXT);
      assertThat(harness.scores()).hasSize(1).isEqualTo(undisturbed.scores());
      harness.close();
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsFoundBeforeAnythingIsLearned() {
    Path nowhere = folder.resolve("none/book.safetensors");
    assertThatThrownBy(() -> new LearnHarness(settings().save(nowhere)))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessageContaining("model.save")
        .hasMessageContaining("There is no folder " + folder.resolve("none"));
    assertThatThrownBy(() -> new LearnHarness(settings().save(folder)))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessageContaining(folder + " is a folder");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void weightsThatDoNotFitEndTheJobByName() throws Exception {
    SettingsBuilder larger = settings().hidden(6).startFrom(file);
    assertThatThrownBy(() -> new LearnHarness(larger))
        .isInstanceOf(UnrecoverableException.class)
        .extracting(RootCause::message)
        .asString()
        .startsWith("the weights in " + file + " do not fit, layer0.recurrent: wanted [6, 32], ")
        .contains("came [4, 24]: they are of HyperLstmConfig", "but the options say Hyper");

    Path text = Files.writeString(folder.resolve("text"), TEXT);
    assertThatThrownBy(() -> new LearnHarness(settings().startFrom(text)))
        .isInstanceOf(UnrecoverableException.class)
        .extracting(RootCause::message)
        .asString()
        .startsWith(text + " is no model that can be read: ");
  }

  @Test
  void theJarHasAStartForSomeNetworksOnly() throws Exception {
    ModelSettings bundled = settings().startBundled().model;
    HyperLstmConfig fast = Preset.FAST.config(1).network();
    assertThat(bundled.load(fast).orElseThrow().network()).isEqualTo(fast);
    assertThatThrownBy(() -> new LearnHarness(settings().startBundled()))
        .isInstanceOf(UnrecoverableException.class)
        .extracting(RootCause::message)
        .asString()
        .startsWith(
            "the jar has a start for the networks of the presets [FAST, SMALL, BEST], but ");
  }

  @Test
  void aFileThatIsNotThereMayComeBack() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> new LearnHarness(settings().startFrom(missing)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing.toString());
  }

  private static double bits(SettingsBuilder settings) throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      harness.send("a", TEXT);
      return harness.scores().get(0).value().getBits();
    }
  }

  @Test
  void whoHasItsOwnKafkaHasNoTopicToBeginWith() {
    ModelSettings topic = new ModelSettings(ModelStart.TOPIC, null, null);
    assertThatThrownBy(() -> topic.load(settings().build().learner().network()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a Kafka of its own has no model yet; ");
  }
}

package io.hyperstream.job.image;

import static io.hyperstream.job.image.ImageHarness.image;
import static io.hyperstream.job.image.ImageHarness.label;
import static io.hyperstream.job.image.ImageHarness.labelled;
import static io.hyperstream.job.image.ImageHarness.record;
import static io.hyperstream.job.image.ImageHarness.unlabelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.job.failure.UnrecoverableException;
import io.hyperstream.model.conv.Architecture;
import io.hyperstream.schemas.Classification;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * State that earlier releases wrote, in files: a job goes on from it as if it had never stopped.
 */
class ImageStateTest {

  private static final Path FILES = Path.of("src/test/resources/io/hyperstream/job/image");
  private static final int NEWEST = 3;

  private static final ImageSettings SETTINGS =
      ImageHarness.settings(
          Architecture.LOGISTIC, Duration.ZERO, Duration.ZERO, 10_000, null, null);

  /** {@code -Dimage-state.write=true} stores the newest anew, which only one not released needs. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, NEWEST})
  void goesOnFromStoredState(int version) throws Exception {
    Path file = FILES.resolve("image-state-v%d.bin".formatted(version));
    List<Classification> whole;
    int before;
    try (ImageHarness job = new ImageHarness(SETTINGS, null)) {
      begin(job);
      before = job.results().size();
      if (version == NEWEST && Boolean.getBoolean("image-state.write")) {
        StoredState.write(job.checkpoint(), file);
      }
      goOn(job);
      whole = job.results();
    }
    assertThat(before).isEqualTo(8);
    assertThat(whole).hasSize(19);
    try (ImageHarness job = new ImageHarness(SETTINGS, StoredState.read(file))) {
      goOn(job);
      assertThat(job.reasons()).isEmpty();
      List<Classification> results = job.results();
      assertThat(results).hasSize(whole.size() - before);
      for (int i = 0; i < results.size(); i++) {
        assertSame(results.get(i), whole.get(before + i));
      }
    }
  }

  @Test
  void refusesStateOfANewerRelease(@TempDir Path folder) throws Exception {
    byte[] stored = Files.readAllBytes(FILES.resolve("image-state-v%d.bin".formatted(NEWEST)));
    ByteBuffer bytes = ByteBuffer.wrap(stored);
    int at = 0;
    // The six counts of key-0, of which three images and one label are the first.
    while (bytes.getInt(at) != 6 || bytes.getLong(at + 4) != 3 || bytes.getLong(at + 12) != 1) {
      at++;
    }
    bytes.putLong(at + 4 + 5 * Long.BYTES, NEWEST + 1);
    Path file = Files.write(folder.resolve("newer.bin"), stored);
    try (ImageHarness job = new ImageHarness(SETTINGS, StoredState.read(file))) {
      assertThatThrownBy(() -> goOn(job))
          .isInstanceOf(UnrecoverableException.class)
          .hasMessageContaining("state of a key of images has format 4");
    }
  }

  /** Two images wait for a label, and one for a step. */
  private static void begin(ImageHarness job) throws Exception {
    for (int i = 0; i < 9; i++) {
      job.send(i == 3 || i == 6 ? record(i, unlabelled(i, "image-" + i).build()) : labelled(i));
    }
  }

  /** Labels of images from before and of later ones, and as many images as may wait at once. */
  private static void goOn(ImageHarness job) throws Exception {
    job.send(label(9, "image-3"));
    for (int i = 12; i < 20; i++) {
      job.send(
          i % 3 == 0 && i < 18
              ? record(i, image(i).setId("image-" + i).setLabel(null).build())
              : labelled(i));
    }
    job.send(label(21, "image-6"));
    job.harness.getOperator().finish();
  }

  /** Another machine may round differently. */
  private static void assertSame(Classification result, Classification expected) {
    double close = 1e-4;
    assertThat(result.getProbability()).isCloseTo(expected.getProbability(), within(close));
    assertThat(result.getExpectedBits()).isCloseTo(expected.getExpectedBits(), within(close));
    result.setProbability(expected.getProbability());
    result.setExpectedBits(expected.getExpectedBits());
    if (expected.getBits() != null) {
      assertThat(result.getBits()).isCloseTo(expected.getBits(), within(close));
      result.setBits(expected.getBits());
    }
    assertThat(result).isEqualTo(expected);
  }
}

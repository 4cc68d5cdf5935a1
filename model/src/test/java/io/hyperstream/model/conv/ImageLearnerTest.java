package io.hyperstream.model.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.file.MalformedModelException;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageLearnerTest {

  private static final int IMAGES = 12;
  private static final ComputeTarget TARGET = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1);

  @TempDir Path folder;

  private static ImageNetConfig config(Architecture architecture) {
    return new ImageNetConfig(
        architecture, new ImageShape(8, 8, 2), 3, architecture != Architecture.LOGISTIC);
  }

  private static ImageLearner learner(ImageNetConfig config, ComputeTarget target) {
    return ImageLearner.create(config, config.architecture().onlineAdam(), IMAGES, 1, target);
  }

  /** Images with a bright row, whose place is the class. */
  private static ImageBatch batch(ImageNetConfig config, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ImageBatch batch = new ImageBatch(config, IMAGES);
    int row = config.input().width() * config.input().channels();
    for (int i = 0; i < IMAGES; i++) {
      int label = random.nextInt(3);
      int at = batch.add(label);
      for (int j = 0; j < config.input().size(); j++) {
        boolean bright = j / row / 2 == label;
        batch.pixels()[at + j] = (float) (0.3 * random.nextDouble() + (bright ? 0.6 : 0));
      }
    }
    return batch;
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void learnsWhatTellsClassesApart(Architecture architecture) {
    try (ImageLearner learner = learner(config(architecture), TARGET)) {
      double first = learner.step(batch(learner.config(), 0)).totalBits();
      int steps = 1;
      for (int good = 0; good < 5; steps++) {
        double bits = learner.step(batch(learner.config(), steps)).totalBits();
        good = bits < first / 2 ? good + 1 : 0;
        assertThat(steps).describedAs("steps to %s of %s bits", bits, first).isLessThan(60);
      }
      assertThat(learner.version()).isEqualTo(steps);
    }
  }

  @Test
  void probabilitiesAreThoseOfTheLabels() {
    try (ImageLearner learner = learner(config(Architecture.MNIST), TARGET)) {
      ImageBatch batch = batch(learner.config(), 1);
      ImageScores scores = learner.classify(batch);
      for (int i = 0; i < IMAGES; i++) {
        double sum = 0;
        for (int label = 0; label < 3; label++) {
          sum += scores.probability(i, label);
          assertThat(scores.probability(i, label))
              .isLessThanOrEqualTo(scores.probability(i, scores.predicted(i)));
        }
        assertThat(sum).isBetween(0.9999, 1.0001);
        double bits = -Math.log(scores.probability(i, batch.label(i))) / Math.log(2);
        assertThat((double) scores.bits(i)).isBetween(bits - 1e-4, bits + 1e-4);
      }
    }
  }

  @Test
  void whatHasNoLabelIsScoredAndNotLearned() {
    try (ImageLearner learner = learner(config(Architecture.MNIST), TARGET)) {
      ImageBatch batch = new ImageBatch(learner.config(), IMAGES);
      batch.add(ImageBatch.NO_LABEL);
      float[] before = learner.snapshot().weights();
      ImageScores scores = learner.step(batch);

      assertThat(scores.bits(0)).isNaN();
      assertThat(scores.errors()).isZero();
      assertThat(learner.snapshot().weights()).isEqualTo(before);
    }
  }

  /** Batches of three shards and of one; sums do not depend on who made them. */
  @Test
  void threadsChangeNothing() {
    ImageNetConfig config = config(Architecture.WRN_40_1);
    try (ImageLearner one = learner(config, TARGET);
        ImageLearner two = learner(config, TARGET.withLanes(2))) {
      for (int step = 0; step < 3; step++) {
        one.step(batch(config, step));
        two.step(batch(config, step));
      }
      assertThat(two.snapshot().weights()).isEqualTo(one.snapshot().weights());
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void goesOnFromAFileAsIfItHadNotStopped(Architecture architecture) throws Exception {
    ImageNetConfig config = config(architecture);
    Path file = folder.resolve("model");
    try (ImageLearner learner = learner(config, TARGET);
        ImageLearner other = learner(config, TARGET)) {
      learner.step(batch(config, 1));
      LearnerFile.of(learner.snapshot()).save(file);
      other.restore(LearnerFile.readImages(file));
      learner.step(batch(config, 2));
      other.step(batch(config, 2));

      assertThat(other.version()).isEqualTo(2);
      assertThat(other.snapshot().weights()).isEqualTo(learner.snapshot().weights());
      assertThat(other.snapshot().statistics()).isEqualTo(learner.snapshot().statistics());
    }
  }

  @Test
  void aDamagedFileIsRefused() throws Exception {
    Path file = folder.resolve("model");
    try (ImageLearner learner = learner(config(Architecture.MNIST), TARGET)) {
      LearnerFile.of(learner.snapshot()).save(file);
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 8));

    assertThatThrownBy(() -> LearnerFile.readImages(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("is no model that can be read");
    assertThatThrownBy(() -> LearnerFile.read(file)).isInstanceOf(MalformedModelException.class);
  }

  @Test
  void aStepThatIsNotFiniteChangesNothing() {
    try (ImageLearner learner = learner(config(Architecture.WRN_40_1), TARGET)) {
      learner.step(batch(learner.config(), 1));
      ImageBatch broken = batch(learner.config(), 2);
      broken.pixels()[5] = Float.NaN;
      float[] before = learner.snapshot().weights();
      learner.step(broken);

      assertThat(learner.snapshot().weights()).isEqualTo(before);
      assertThat(learner.snapshot().skipped()).isEqualTo(1);
      assertThat(learner.step(batch(learner.config(), 3)).totalBits()).isFinite();
    }
  }

  @Test
  void aStepAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (ImageLearner learner = learner(config(Architecture.MNIST), TARGET)) {
      ImageBatch batch = batch(learner.config(), 1);
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 40 && least > 0; round++) {
        for (int i = 0; i < 400; i++) {
          learner.step(batch);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        learner.step(batch);
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).isZero();
    }
  }
}

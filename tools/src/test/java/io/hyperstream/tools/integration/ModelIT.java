package io.hyperstream.tools.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.tools.model.StoredLearner;
import io.hyperstream.tools.model.StoredModel;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a job has learned leaves it by a savepoint, and enters another by a file. */
class ModelIT {

  private static final List<TestRecord> LINES = TestRecord.lines(200, 12, 1);

  @RegisterExtension private static final JobFixture fixture = new JobFixture();

  @TempDir private Path folder;

  @Test
  void weightsGoFromASavepointToAFileToAJob() throws Exception {
    TestJob job = fixture.job("--learn.parallelism", "2", "--learn.batch", "1");
    job.start();
    job.send(LINES);
    job.awaitScores(150);
    String savepoint = job.stop();

    NetworkWeights first = StoredModel.read(savepoint, OptionalInt.of(0)).weights();
    NetworkWeights second = StoredModel.read(savepoint, OptionalInt.of(1)).weights();
    StoredModel mean = StoredModel.read(savepoint, OptionalInt.empty());
    assertThat(mean.origin()).isEqualTo("mean of 2 learners in " + savepoint);
    assertThat(mean.learners()).extracting(StoredLearner::number).containsExactly(0, 1);
    assertThat(mean.learners())
        .extracting(StoredLearner::updates)
        .containsExactly(first.updates(), second.updates());
    // Batches of one window: 8 symbols an update.
    assertThat(mean.learners())
        .extracting(StoredLearner::symbols)
        .containsExactly(8 * first.updates(), 8 * second.updates());
    double share = (double) first.updates() / (first.updates() + second.updates());
    assertThat(share).isBetween(0.01, 0.99);
    for (int i = 0; i < first.values().length; i++) {
      double expected = share * first.values()[i] + (1 - share) * second.values()[i];
      assertThat((double) mean.weights().values()[i]).isCloseTo(expected, within(1e-6));
    }

    Path file = folder.resolve("mean.safetensors");
    LearnerFile.of(LearnerSnapshot.of(mean.weights(), Provenance.UNKNOWN), Set.of(), DType.F32)
        .save(file);
    double warm = bits("--model.start", "file", "--model.file", file.toUri().toString());
    assertThat(warm).isLessThan(0.98 * bits());
  }

  /** What all lines cost the network of a new job. */
  private static double bits(String... options) throws Exception {
    TestJob job = fixture.job(options);
    job.start();
    job.send(LINES);
    job.send(TestRecord.ends(LINES));
    double bits =
        job.awaitScores(LINES.size()).stream().mapToDouble(s -> s.value().getNetworkBits()).sum();
    job.stop();
    return bits;
  }
}

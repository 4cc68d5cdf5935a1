package io.hyperstream.tools.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Classification;
import io.hyperstream.schemas.Image;
import io.hyperstream.schemas.Score;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A job that fails in any phase of a checkpoint gives the scores and alerts of one that never
 * fails. There are rules of people in it.
 */
class FailureIT {

  private static final List<TestRecord> LINES = TestRecord.lines(300, 6, 1);

  private static final Map<String, String> RULES =
      Map.of(
          "quiet",
          "{\"action\": \"DO_NOT_REPORT\", \"stream\": \"key-0\"}",
          "frozen",
          "{\"action\": \"DO_NOT_LEARN\", \"stream\": \"key-1\"}");

  private static final String[] SUMMED = {
    "--learn.backlog", "24",
    "--learn.windows-per-key", "3",
    "--scores.above", "2",
    "--scores.summary", "1 h"
  };

  private static final String[] IMAGES = {
    "--learn.preset", "mnist",
    "--input.format", "AVRO",
    "--image.height", "8",
    "--image.width", "8",
    "--image.classes", "0;1"
  };

  private static final String[] NUMBERS = {
    "--input.format", "VECTOR",
    "--vector.dimension", "2",
    "--vector.time", "true",
    "--scores.per-symbol", "true"
  };

  @RegisterExtension private static final JobFixture fixture = new JobFixture();
  private static UndisturbedRun undisturbed;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    undisturbed = UndisturbedRun.over(LINES, RULES, fixture);
    // What is usual for a key of which nothing is learned is never known.
    assertThat(undisturbed.alerting())
        .containsExactlyInAnyOrder("key-2", "key-3", "key-4", "key-5");
  }

  @ParameterizedTest
  @EnumSource
  void aFailureChangesNothing(CheckpointPhase phase) throws Exception {
    TestJob job = fixture.job();
    job.start();
    job.say(RULES);
    job.send(LINES.subList(0, 100));
    job.awaitScores(1);

    CheckpointFault fault = CheckpointFault.arm(phase);
    job.send(LINES.subList(100, 200));
    fault.awaitReady();
    job.send(LINES.subList(200, 300));
    fault.awaitRestart();

    job.send(TestRecord.ends(LINES));
    job.awaitScores(LINES.size());
    job.stop();
    undisturbed.assertSameOutputs(job);
  }

  /** Of numbers, their scales and what is usual of them go on exactly, and so do their futures. */
  @Test
  void aFailureChangesNothingOfNumbers() throws Exception {
    List<TestRecord> numbers = new ArrayList<>(TestRecord.numbers(800, 4));
    numbers.set(160, TestRecord.of("key-0", "{\"load\": 1}"));
    List<TestRecord> ends = TestRecord.ends(numbers);
    TestJob whole = fixture.job(NUMBERS);
    whole.start();
    whole.send(numbers);
    whole.send(ends);
    List<Keyed<Score>> expected = scoresUpTo(numbers.size() + ends.size(), whole);
    assertThat(expected).hasSize(numbers.size() - 1);
    assertThat(whole.alerts()).isNotEmpty();
    assertThat(whole.awaitRejected(1))
        .singleElement()
        .matches(record -> record.value().getOffset() == 160)
        .matches(record -> record.value().getReason().contains("the vector has 1 numbers"));

    TestJob job = fixture.job(NUMBERS);
    job.start();
    job.send(numbers.subList(0, 300));
    job.awaitScores(1);
    CheckpointFault fault = CheckpointFault.arm(CheckpointPhase.BEFORE_COMMIT);
    job.send(numbers.subList(300, 600));
    fault.awaitReady();
    job.send(numbers.subList(600, 800));
    fault.awaitRestart();
    job.send(ends);
    assertThat(scoresUpTo(numbers.size() + ends.size(), job)).isEqualTo(expected);
    assertThat(job.predictions()).isNotEmpty().isEqualTo(whole.predictions());
    assertThat(job.alerts()).hasSameSizeAs(whole.alerts());
    assertThat(job.awaitRejected(1)).hasSize(1);
  }

  /** Steps take several windows of a key, and one score stands for many records. */
  @Test
  void aFailureLosesNothingThatIsSummed() throws Exception {
    List<TestRecord> lines = TestRecord.lines(300, 3, 1);
    List<TestRecord> ends = TestRecord.ends(lines);
    TestJob whole = fixture.job(SUMMED);
    whole.start();
    whole.send(lines);
    whole.send(ends);
    List<Keyed<Score>> expected = scoresUpTo(lines.size() + ends.size(), whole);
    assertThat(expected).hasSizeLessThan(lines.size());
    assertThat(expected.stream().mapToInt(score -> score.value().getRecords()).sum())
        .isEqualTo(lines.size());

    TestJob job = fixture.job(SUMMED);
    job.start();
    job.send(lines.subList(0, 100));
    job.awaitScores(1);
    CheckpointFault fault = CheckpointFault.arm(CheckpointPhase.BEFORE_COMMIT);
    job.send(lines.subList(100, 200));
    fault.awaitReady();
    job.send(lines.subList(200, 300));
    fault.awaitRestart();
    job.send(ends);
    assertThat(scoresUpTo(lines.size() + ends.size(), job)).isEqualTo(expected);
  }

  /** Each image is classified once, and all that is said of it is as if nothing had happened. */
  @Test
  void aFailureClassifiesEachImageOnce() throws Exception {
    List<TestRecord> images = images(240);
    TestJob whole = fixture.job(IMAGES);
    whole.start();
    whole.send(images);
    List<Keyed<Classification>> expected = classifications(images.size(), whole);
    assertThat(expected).hasSize(images.size());

    TestJob job = fixture.job(IMAGES);
    job.start();
    job.send(images.subList(0, 80));
    job.awaitClassifications(1);
    CheckpointFault fault = CheckpointFault.arm(CheckpointPhase.BEFORE_COMMIT);
    job.send(images.subList(80, 160));
    fault.awaitReady();
    job.send(images.subList(160, 240));
    fault.awaitRestart();
    assertThat(classifications(images.size(), job)).isEqualTo(expected);
  }

  /** Images of a few keys; one in four has its label in a record of its own behind it. */
  private static List<TestRecord> images(int records) {
    AvroCodec<Image> codec = AvroCodec.of(Image.class);
    SplittableRandom random = new SplittableRandom(1);
    List<TestRecord> images = new ArrayList<>();
    for (int i = 0; images.size() < records; i++) {
      String key = "key-" + i % 3;
      String label = Integer.toString(random.nextInt(2));
      byte[] pixels = new byte[64];
      random.nextBytes(pixels);
      boolean later = i % 4 == 0;
      Image image =
          Image.newBuilder()
              .setId(later ? "image-" + i : null)
              .setHeight(8)
              .setWidth(8)
              .setChannels(List.of("grey"))
              .setPixels(ByteBuffer.wrap(pixels))
              .setLabel(later ? null : label)
              .build();
      images.add(TestRecord.of(key, codec.encode(image)));
      if (later) {
        Image labelOnly = Image.newBuilder().setId(image.getId()).setLabel(label).build();
        images.add(TestRecord.of(key, codec.encode(labelOnly)));
      }
    }
    return images;
  }

  /** Ends the keys, so that nothing is pending, and stops the job; the topic is left out. */
  private static List<Keyed<Classification>> classifications(int count, TestJob job)
      throws Exception {
    job.send(List.of(TestRecord.of("key-0", (byte[]) null)));
    List<Keyed<Classification>> results = job.awaitClassifications(count);
    job.stop();
    results.forEach(result -> result.value().setTopic(""));
    return results;
  }

  /** Stops the job once it has scored all records before an offset; the topic is left out. */
  private static List<Keyed<Score>> scoresUpTo(int offset, TestJob job) throws Exception {
    job.awaitCommitted(offset);
    job.stop();
    List<Keyed<Score>> scores = job.awaitScores(1);
    scores.forEach(score -> score.value().setTopic(""));
    return scores;
  }
}

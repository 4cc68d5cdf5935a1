package io.hyperstream.job.image;

import static io.hyperstream.job.image.ImageHarness.image;
import static io.hyperstream.job.image.ImageHarness.label;
import static io.hyperstream.job.image.ImageHarness.labelled;
import static io.hyperstream.job.image.ImageHarness.record;
import static io.hyperstream.job.image.ImageHarness.settings;
import static io.hyperstream.job.image.ImageHarness.unlabelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.job.failure.UnrecoverableException;
import io.hyperstream.job.input.RawRecord;
import io.hyperstream.schemas.Classification;
import io.hyperstream.schemas.Image;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageOperatorTest {

  @Test
  void imagesAreClassifiedAndLearned() throws Exception {
    try (ImageHarness job = new ImageHarness(Duration.ZERO, null)) {
      for (int i = 0; i < 120; i++) {
        job.send(labelled(i));
      }
      List<Classification> results = job.results();
      assertThat(results).hasSize(120);
      Classification last = results.get(119);
      assertThat(last.getOffset()).isEqualTo(119);
      assertThat(last.getPredicted()).isEqualTo("dog");
      assertThat(last.getProbability()).isGreaterThan(0.8);
      assertThat(last.getBits()).isLessThan(0.4);
      assertThat(last.getKeyImages()).isEqualTo(40);
      assertThat(last.getKeyLabels()).isEqualTo(40);
      long right =
          results.stream()
              .filter(result -> result.getOffset() % 3 == 2)
              .filter(result -> result.getPredicted().equals(result.getLabel()))
              .count();
      assertThat(last.getKeyAccuracy()).isEqualTo(right / 40.0).isGreaterThan(0.5);
      assertThat(last.getModelVersion()).isEqualTo(29);
      assertThat(job.reasons()).isEmpty();
    }
  }

  @Test
  void aRestoreChangesNothing() throws Exception {
    List<Classification> whole;
    try (ImageHarness job = new ImageHarness(Duration.ZERO, null)) {
      for (int i = 0; i < 62; i++) {
        job.send(labelled(i));
      }
      job.harness.getOperator().finish();
      whole = job.results();
    }
    OperatorSubtaskState state;
    List<Classification> parts;
    try (ImageHarness job = new ImageHarness(Duration.ZERO, null)) {
      for (int i = 0; i < 31; i++) {
        job.send(labelled(i));
      }
      parts = job.results();
      assertThat(parts).hasSize(28);
      state = job.checkpoint();
      assertThat(job.results()).hasSize(28);
    }
    try (ImageHarness job = new ImageHarness(Duration.ZERO, state)) {
      for (int i = 31; i < 62; i++) {
        job.send(labelled(i));
      }
      job.harness.getOperator().finish();
      parts.addAll(job.results());
    }
    assertThat(parts).isEqualTo(whole);
  }

  @Test
  void aLabelThatComesLaterIsLearnedWithItsImage() throws Exception {
    try (ImageHarness job = new ImageHarness(Duration.ZERO, null)) {
      job.send(record(3, image(3).setId("a").setLabel(null).build()));
      Image label = Image.newBuilder().setId("a").setLabel("dog").build();
      job.send(record(6, label));
      job.send(record(9, label));

      List<Classification> results = job.results();
      assertThat(results).extracting(Classification::getOffset).containsExactly(3L, 6L);
      assertThat(results.get(0).getLabel()).isNull();
      assertThat(results.get(0).getBits()).isNull();
      assertThat(results.get(0).getKeyAccuracy()).isNull();
      assertThat(results.get(0).getExpectedBits()).isBetween(0.0, 1.0);
      assertThat(results.get(1).getProbability()).isEqualTo(results.get(0).getProbability());
      assertThat(results.get(1).getBits()).isNotNull();
      assertThat(results.get(1).getKeyImages()).isEqualTo(1);
      assertThat(results.get(1).getKeyLabels()).isEqualTo(1);
      assertThat(job.reasons())
          .containsExactly("there is no image 'a' of this key that waits for a label");
      // It waits for a step that learns it, also after a restore.
      OperatorSubtaskState state = job.checkpoint();
      try (ImageHarness other = new ImageHarness(Duration.ZERO, state)) {
        other.harness.getOperator().finish();
        assertThat(other.results()).isEmpty();
        other.send(labelled(12));
        other.harness.getOperator().finish();
        assertThat(other.results().get(0).getModelVersion()).isEqualTo(1);
        assertThat(other.results().get(0).getKeyImages()).isEqualTo(2);
      }
    }
  }

  @Test
  void anImageWaitsNoLongerThanTheDelay() throws Exception {
    try (ImageHarness job = new ImageHarness(Duration.ofMillis(200), null)) {
      job.send(labelled(0));
      job.harness.setProcessingTime(199);
      assertThat(job.results()).isEmpty();
      job.harness.setProcessingTime(200);
      assertThat(job.results()).hasSize(1);
    }
  }

  @Test
  void anImageMayHaveSomeOfTheChannels() throws Exception {
    try (ImageHarness job = new ImageHarness(Duration.ZERO, null)) {
      List<Float> numbers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        numbers.add(i / 16f);
      }
      job.send(record(0, image(0).setChannels(List.of("blue")).setPixels(numbers).build()));
      job.harness.getOperator().finish();
      assertThat(job.results()).hasSize(1);
    }
  }

  @Test
  void whatDoesNotFitIsRejected() throws Exception {
    try (ImageHarness job = new ImageHarness(Duration.ZERO, null)) {
      job.send(record(0, image(0).setHeight(5).build()));
      job.send(record(1, image(0).setChannels(List.of("green")).build()));
      job.send(record(2, image(0).setChannels(List.of("red")).build()));
      job.send(record(3, image(0).setLabel("cow").build()));
      job.send(record(4, Image.newBuilder().setLabel("cat").build()));
      RawRecord text = record(5, image(0).build());
      text.value = "text".getBytes(StandardCharsets.UTF_8);
      job.send(text);

      assertThat(job.reasons()).hasSize(6);
      assertThat(job.reasons().get(0)).contains("5 x 4 pixels, not the 4 x 4");
      assertThat(job.reasons().get(1)).contains("[green] are not some of image.channels");
      assertThat(job.reasons().get(2))
          .contains("32 numbers, but 4 x 4 pixels of 1 channels are 16");
      assertThat(job.reasons().get(3)).contains("'cow' is none of image.classes, [cat, dog]");
      assertThat(job.reasons().get(4)).contains("must have an id and a label");
    }
  }

  @Test
  void aJobBeginsWithWhatAnotherOneSaved(@TempDir Path folder) throws Exception {
    String file = folder.resolve("model.safetensors").toString();
    try (ImageHarness job = new ImageHarness(settings(Duration.ZERO, null, file), null)) {
      for (int i = 0; i < 40; i++) {
        job.send(labelled(i));
      }
      job.harness.getOperator().finish();
    }
    try (ImageHarness job = new ImageHarness(settings(Duration.ZERO, file, null), null)) {
      job.send(labelled(41));
      job.harness.getOperator().finish();
      assertThat(job.results().get(0).getModelVersion()).isEqualTo(10);
      assertThat(job.results().get(0).getKeyImages()).isEqualTo(1);
    }
  }

  @Test
  void theOldestImageGoesWhenTooManyWait() throws Exception {
    try (ImageHarness job = new ImageHarness(Duration.ZERO, null)) {
      int offset = 0;
      for (String id : List.of("a", "b", "b", "c", "d", "e", "f", "g")) {
        job.send(record(offset, unlabelled(offset, id).build()));
        offset += 3;
      }
      job.send(label(30, "a"));
      assertThat(job.operator().droppedImages()).isEqualTo(4);
      assertThat(job.reasons())
          .containsExactly("there is no image 'a' of this key that waits for a label");
      OperatorSubtaskState state = job.checkpoint();
      try (ImageHarness other = new ImageHarness(Duration.ZERO, state)) {
        for (String id : List.of("d", "e", "f", "g")) {
          other.send(label(33, id));
        }
        assertThat(other.reasons())
            .containsExactly("there is no image 'd' of this key that waits for a label");
        assertThat(other.results()).hasSize(3);
      }
    }
  }

  @Test
  void anIdleKeyIsForgotten() throws Exception {
    ImageSettings settings = settings(Duration.ZERO, Duration.ofSeconds(1), 10_000, null, null);
    try (ImageHarness job = new ImageHarness(settings, null)) {
      job.harness.setProcessingTime(100);
      job.send(labelled(0));
      job.harness.setProcessingTime(600);
      job.send(record(3, unlabelled(3, "a").build()));
      job.harness.setProcessingTime(1599);
      assertThat(job.results()).isEmpty();
      job.harness.setProcessingTime(1600);
      assertThat(job.results()).extracting(Classification::getKeyImages).containsExactly(1L, 2L);
      job.send(label(6, "a"));
      assertThat(job.reasons()).hasSize(1);
      job.send(labelled(9));
      job.harness.getOperator().finish();
      assertThat(job.results().get(2).getKeyImages()).isEqualTo(1);
    }
  }

  @Test
  void aLabelMayMakeItsImageLargerThanRecordsMayBe() throws Exception {
    byte[] value = record(3, unlabelled(3, "a").build()).value;
    ImageSettings tight = settings(Duration.ZERO, Duration.ZERO, value.length, null, null);
    try (ImageHarness job = new ImageHarness(tight, null)) {
      job.send(record(3, unlabelled(3, "a").build()));
      job.send(label(6, "a"));
      assertThat(job.results()).hasSize(2);
      assertThat(job.reasons()).isEmpty();
    }
  }

  @Test
  void whereNothingCanBeSavedNothingBegins() {
    assertThatThrownBy(
            () -> new ImageHarness(settings(Duration.ZERO, null, "/no/such/folder/model"), null))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessageContaining("There is no folder /no/such/folder");
  }

  @Test
  void aTombstoneEndsAKey() throws Exception {
    try (ImageHarness job = new ImageHarness(Duration.ZERO, null)) {
      job.send(labelled(0));
      job.send(new RawRecord("images", 0, 3, 0, record(0, image(0).build()).key, null));
      job.send(labelled(6));
      job.harness.getOperator().finish();
      assertThat(job.results()).extracting(Classification::getKeyImages).containsExactly(1L, 1L);
    }
  }
}

package io.hyperstream.job.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.job.failure.UnrecoverableException;
import io.hyperstream.job.input.DecodeFunction;
import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.input.StreamKey;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.job.output.ResultEncoder;
import io.hyperstream.model.conv.Architecture;
import io.hyperstream.model.conv.ImageNetConfig;
import io.hyperstream.model.conv.ImageShape;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Classification;
import io.hyperstream.schemas.Image;
import io.hyperstream.schemas.Rejected;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageOperatorTest {

  private static final AvroCodec<Image> IMAGES = AvroCodec.of(Image.class);
  private static final AvroCodec<Classification> RESULTS = AvroCodec.of(Classification.class);
  private static final AvroCodec<Rejected> REJECTED = AvroCodec.of(Rejected.class);

  private static ImageSettings settings(Duration delay, String start, String save) {
    return settings(delay, Duration.ZERO, 10_000, start, save);
  }

  private static ImageSettings settings(
      Duration delay, Duration ttl, long maxRecordBytes, String start, String save) {
    ImageNetConfig network =
        new ImageNetConfig(Architecture.CHANNELS, new ImageShape(4, 4, 2), 2, true);
    return new ImageSettings(
        network,
        List.of("red", "blue"),
        List.of("cat", "dog"),
        network.architecture().onlineAdam(),
        4,
        delay,
        1,
        ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1),
        maxRecordBytes,
        3,
        ttl,
        start,
        save);
  }

  /** The operator alone, with decoded results. */
  private static final class Harness implements AutoCloseable {
    final KeyedOneInputStreamOperatorTestHarness<String, RawRecord, OutputRecord> harness;

    Harness(Duration delay, OperatorSubtaskState state) throws Exception {
      this(settings(delay, null, null), state);
    }

    Harness(ImageSettings settings, OperatorSubtaskState state) throws Exception {
      harness =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new ImageOperator(
                  settings,
                  ResultEncoder.avro(Classification.class),
                  ResultEncoder.avro(Rejected.class)),
              raw -> StreamKey.of(raw.key, raw.topic, raw.partition),
              Types.STRING);
      harness.setup();
      if (state != null) {
        harness.initializeState(state);
      }
      harness.open();
    }

    ImageOperator operator() {
      return (ImageOperator) harness.getOneInputOperator();
    }

    void send(RawRecord record) throws Exception {
      harness.processElement(record, 0);
    }

    OperatorSubtaskState checkpoint() throws Exception {
      harness.prepareSnapshotPreBarrier(1);
      return harness.snapshot(1, 1);
    }

    List<Classification> results() throws Exception {
      List<Classification> results = new ArrayList<>();
      for (StreamRecord<? extends OutputRecord> record : harness.getRecordOutput()) {
        results.add(RESULTS.decode(record.getValue().value));
      }
      return results;
    }

    List<String> reasons() throws Exception {
      List<String> reasons = new ArrayList<>();
      Queue<StreamRecord<OutputRecord>> side = harness.getSideOutput(DecodeFunction.REJECTED);
      for (StreamRecord<OutputRecord> record :
          side == null ? List.<StreamRecord<OutputRecord>>of() : side) {
        reasons.add(REJECTED.decode(record.getValue().value).getReason());
      }
      return reasons;
    }

    @Override
    public void close() throws Exception {
      harness.close();
    }
  }

  private static RawRecord record(int offset, Image image) {
    byte[] key = ("key-" + offset % 3).getBytes(StandardCharsets.UTF_8);
    return new RawRecord("images", 0, offset, 1000 + offset, key, IMAGES.encode(image));
  }

  /** A bright image is a dog. */
  private static Image.Builder image(int seed) {
    boolean dog = seed % 2 == 1;
    byte[] pixels = new byte[32];
    new SplittableRandom(seed).nextBytes(pixels);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ((pixels[i] & 0x3f) + (dog ? 0xb0 : 0));
    }
    return Image.newBuilder()
        .setHeight(4)
        .setWidth(4)
        .setChannels(List.of("red", "blue"))
        .setPixels(ByteBuffer.wrap(pixels))
        .setLabel(dog ? "dog" : "cat");
  }

  private static RawRecord labelled(int offset) {
    return record(offset, image(offset).build());
  }

  @Test
  void imagesAreClassifiedAndLearned() throws Exception {
    try (Harness job = new Harness(Duration.ZERO, null)) {
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
    try (Harness job = new Harness(Duration.ZERO, null)) {
      for (int i = 0; i < 62; i++) {
        job.send(labelled(i));
      }
      job.harness.getOperator().finish();
      whole = job.results();
    }
    OperatorSubtaskState state;
    List<Classification> parts;
    try (Harness job = new Harness(Duration.ZERO, null)) {
      for (int i = 0; i < 31; i++) {
        job.send(labelled(i));
      }
      parts = job.results();
      assertThat(parts).hasSize(28);
      state = job.checkpoint();
      assertThat(job.results()).hasSize(28);
    }
    try (Harness job = new Harness(Duration.ZERO, state)) {
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
    try (Harness job = new Harness(Duration.ZERO, null)) {
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
      try (Harness other = new Harness(Duration.ZERO, state)) {
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
    try (Harness job = new Harness(Duration.ofMillis(200), null)) {
      job.send(labelled(0));
      job.harness.setProcessingTime(199);
      assertThat(job.results()).isEmpty();
      job.harness.setProcessingTime(200);
      assertThat(job.results()).hasSize(1);
    }
  }

  @Test
  void anImageMayHaveSomeOfTheChannels() throws Exception {
    try (Harness job = new Harness(Duration.ZERO, null)) {
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
    try (Harness job = new Harness(Duration.ZERO, null)) {
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
    try (Harness job = new Harness(settings(Duration.ZERO, null, file), null)) {
      for (int i = 0; i < 40; i++) {
        job.send(labelled(i));
      }
      job.harness.getOperator().finish();
    }
    try (Harness job = new Harness(settings(Duration.ZERO, file, null), null)) {
      job.send(labelled(41));
      job.harness.getOperator().finish();
      assertThat(job.results().get(0).getModelVersion()).isEqualTo(10);
      assertThat(job.results().get(0).getKeyImages()).isEqualTo(1);
    }
  }

  private static Image.Builder unlabelled(int seed, String id) {
    return image(seed).setId(id).setLabel(null);
  }

  private static RawRecord label(int offset, String id) {
    return record(offset, Image.newBuilder().setId(id).setLabel("dog").build());
  }

  @Test
  void theOldestImageGoesWhenTooManyWait() throws Exception {
    try (Harness job = new Harness(Duration.ZERO, null)) {
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
      try (Harness other = new Harness(Duration.ZERO, state)) {
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
    try (Harness job = new Harness(settings, null)) {
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
    try (Harness job = new Harness(tight, null)) {
      job.send(record(3, unlabelled(3, "a").build()));
      job.send(label(6, "a"));
      assertThat(job.results()).hasSize(2);
      assertThat(job.reasons()).isEmpty();
    }
  }

  @Test
  void whereNothingCanBeSavedNothingBegins() {
    assertThatThrownBy(
            () -> new Harness(settings(Duration.ZERO, null, "/no/such/folder/model"), null))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessageContaining("There is no folder /no/such/folder");
  }

  @Test
  void aTombstoneEndsAKey() throws Exception {
    try (Harness job = new Harness(Duration.ZERO, null)) {
      job.send(labelled(0));
      job.send(new RawRecord("images", 0, 3, 0, record(0, image(0).build()).key, null));
      job.send(labelled(6));
      job.harness.getOperator().finish();
      assertThat(job.results()).extracting(Classification::getKeyImages).containsExactly(1L, 1L);
    }
  }
}

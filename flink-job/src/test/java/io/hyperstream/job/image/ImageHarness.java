package io.hyperstream.job.image;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * The operator alone, with decoded results; and images of two channels for it, of cats and dogs.
 */
final class ImageHarness implements AutoCloseable {

  private static final AvroCodec<Image> IMAGES = AvroCodec.of(Image.class);
  private static final AvroCodec<Classification> RESULTS = AvroCodec.of(Classification.class);
  private static final AvroCodec<Rejected> REJECTED = AvroCodec.of(Rejected.class);

  static ImageSettings settings(Duration delay, String start, String save) {
    return settings(delay, Duration.ZERO, 10_000, start, save);
  }

  static ImageSettings settings(
      Duration delay, Duration ttl, long maxRecordBytes, String start, String save) {
    return settings(Architecture.CHANNELS, delay, ttl, maxRecordBytes, start, save);
  }

  static ImageSettings settings(
      Architecture architecture,
      Duration delay,
      Duration ttl,
      long maxRecordBytes,
      String start,
      String save) {
    boolean generated = architecture != Architecture.LOGISTIC;
    ImageNetConfig network =
        new ImageNetConfig(architecture, new ImageShape(4, 4, 2), 2, generated);
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

  final KeyedOneInputStreamOperatorTestHarness<String, RawRecord, OutputRecord> harness;

  ImageHarness(Duration delay, OperatorSubtaskState state) throws Exception {
    this(settings(delay, null, null), state);
  }

  ImageHarness(ImageSettings settings, OperatorSubtaskState state) throws Exception {
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

  static RawRecord record(int offset, Image image) {
    byte[] key = ("key-" + offset % 3).getBytes(StandardCharsets.UTF_8);
    return new RawRecord("images", 0, offset, 1000 + offset, key, IMAGES.encode(image));
  }

  /** A bright image is a dog. */
  static Image.Builder image(int seed) {
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

  static RawRecord labelled(int offset) {
    return record(offset, image(offset).build());
  }

  static Image.Builder unlabelled(int seed, String id) {
    return image(seed).setId(id).setLabel(null);
  }

  static RawRecord label(int offset, String id) {
    return record(offset, Image.newBuilder().setId(id).setLabel("dog").build());
  }
}

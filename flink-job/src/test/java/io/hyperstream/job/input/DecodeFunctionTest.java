package io.hyperstream.job.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.job.output.ResultEncoder;
import io.hyperstream.job.registry.FakeRegistry;
import io.hyperstream.job.registry.RegistryException;
import io.hyperstream.job.registry.RegistrySettings;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Chunk;
import io.hyperstream.schemas.ConfluentCodec;
import io.hyperstream.schemas.Rejected;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingTaskMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecodeFunctionTest {

  private static final long TIMESTAMP = 1_700_000_000_000L;
  private static final byte[] KEY = {(byte) 0xff, 'k'};

  private final InterceptingOperatorMetricGroup metrics = new InterceptingOperatorMetricGroup();
  private RegistrySettings registry;
  private OneInputStreamOperatorTestHarness<RawRecord, InputRecord> harness;

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void textEndsEachRecordWithANewline() throws Exception {
    open(InputFormat.TEXT, Separator.NEWLINE, 256);
    InputRecord record = decode("aé😀".getBytes(StandardCharsets.UTF_8));
    assertThat(record.observations).isEqualTo(bytes('a', 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80, '\n'));
    assertThat(record.characters).isEqualTo(4);
    assertThat(record.key).isEqualTo("\u00ffk");
    assertThat(record.topic).isEqualTo("text");
    assertThat(record.partition).isEqualTo(3);
    assertThat(record.offset).isEqualTo(42);
    assertThat(record.eventTime).isEqualTo(TIMESTAMP);
  }

  @Test
  void textWithoutSeparatorIsTheBytesAlone() throws Exception {
    open(InputFormat.TEXT, Separator.NONE, 256);
    assertThat(decode(new byte[] {'a', (byte) 0x80, 0}).observations)
        .isEqualTo(bytes('a', 0x80, 0));
    assertThat(decode(new byte[0]).observations).isEqualTo(bytes());
  }

  @Test
  void anEmptyLineIsItsNewline() throws Exception {
    open(InputFormat.TEXT, Separator.NEWLINE, 256);
    InputRecord record = decode(new byte[0]);
    assertThat(record.observations).isEqualTo(bytes('\n'));
    assertThat(record.characters).isEqualTo(1);
  }

  @Test
  void noValueIsATombstoneInEveryFormat() throws Exception {
    for (InputFormat format : List.of(InputFormat.TEXT, InputFormat.AVRO)) {
      open(format, Separator.NEWLINE, 256);
      assertThat(decode(null).isTombstone()).isTrue();
    }
  }

  @Test
  void noKeyIsTheStreamOfThePartition() throws Exception {
    open(InputFormat.TEXT, Separator.NEWLINE, 256);
    harness.processElement(new StreamRecord<>(raw(null, new byte[0])));
    assertThat(harness.extractOutputValues()).singleElement().returns("text/3", r -> r.key);
  }

  @Test
  void avroBytesAreSymbolsAndCharacters() throws Exception {
    open(InputFormat.AVRO, Separator.NEWLINE, 256);
    ByteBuffer bytes = ByteBuffer.wrap("é!".getBytes(StandardCharsets.UTF_8));
    InputRecord record = decode(avro(new Chunk(bytes, null)));
    assertThat(record.observations).isEqualTo(bytes(0xc3, 0xa9, '!'));
    assertThat(record.characters).isEqualTo(2);
    assertThat(record.eventTime).isEqualTo(TIMESTAMP);
  }

  @Test
  void avroTokensHaveNoCharactersAndMayHaveTheirOwnTime() throws Exception {
    open(InputFormat.AVRO, Separator.NEWLINE, 1000);
    InputRecord record = decode(avro(new Chunk(List.of(0, 999), Instant.ofEpochMilli(5))));
    assertThat(record.observations).isEqualTo(Observations.ofIds(0, 999));
    assertThat(record.characters).isEqualTo(InputRecord.NO_CHARACTERS);
    assertThat(record.eventTime).isEqualTo(5);
  }

  @Test
  void theVocabularyDecidesOfWhatKindObservationsAre() throws Exception {
    byte[] bytes = avro(new Chunk(ByteBuffer.wrap(new byte[] {1, 2}), null));
    byte[] ids = avro(new Chunk(List.of(1, 2), null));
    open(InputFormat.AVRO, Separator.NEWLINE, 20);
    assertThat(decode(bytes).observations).isEqualTo(bytes(1, 2));
    assertThat(decode(ids).observations).isEqualTo(bytes(1, 2));
    open(InputFormat.AVRO, Separator.NEWLINE, 257);
    assertThat(decode(bytes).observations).isEqualTo(Observations.ofIds(1, 2));
    assertThat(decode(ids).observations).isEqualTo(Observations.ofIds(1, 2));
  }

  @Test
  void tokensOutOfRangeAreRejected() throws Exception {
    open(InputFormat.AVRO, Separator.NEWLINE, 1000);
    assertThat(rejected(avro(new Chunk(List.of(5, 1000), null))).getReason())
        .isEqualTo("symbol 1000 at position 1 is not from 0 to 999 (model.vocabulary - 1)");
    assertThat(rejected(avro(new Chunk(List.of(-1), null))).getReason())
        .startsWith("symbol -1 at position 0");
  }

  @Test
  void bytesOutOfASmallVocabularyAreRejected() throws Exception {
    open(InputFormat.AVRO, Separator.NEWLINE, 128);
    byte[] value = avro(new Chunk(ByteBuffer.wrap(new byte[] {1, (byte) 200}), null));
    assertThat(rejected(value).getReason()).startsWith("symbol 200 at position 1");
  }

  @Test
  void aRejectedRecordNamesItsOriginAndKeepsItsKey() throws Exception {
    open(InputFormat.AVRO, Separator.NEWLINE, 256);
    harness.processElement(new StreamRecord<>(raw(KEY, new byte[] {1, 2, 3})));
    OutputRecord output = harness.getSideOutput(DecodeFunction.REJECTED).remove().getValue();
    assertThat(output.key).isEqualTo(KEY);
    assertThat(output.timestamp).isEqualTo(TIMESTAMP);
    Rejected rejected = AvroCodec.of(Rejected.class).decode(output.value);
    assertThat(rejected.getReason()).startsWith("not Chunk in Avro single-object encoding");
    rejected.setReason("");
    assertThat(rejected)
        .isEqualTo(
            new Rejected(
                "text",
                3,
                42L,
                Instant.ofEpochMilli(TIMESTAMP),
                "",
                3,
                ByteBuffer.wrap(new byte[] {1, 2, 3})));
    assertThat(harness.extractOutputValues()).isEmpty();
  }

  @Test
  void aValueOverTheLimitIsRejectedAndCut() throws Exception {
    open(InputFormat.TEXT, Separator.NEWLINE, 256);
    assertThat(decode(new byte[100_000]).observations.size()).isEqualTo(100_001);
    harness.getOutput().clear();
    Rejected rejected = rejected(new byte[100_001]);
    assertThat(rejected.getReason())
        .isEqualTo("the value has 100001 bytes, more than input.max-record-bytes, 100000");
    assertThat(rejected.getSize()).isEqualTo(100_001);
    assertThat(rejected.getValue().remaining()).isEqualTo(RejectedRecord.MAX_VALUE_BYTES);
  }

  @Test
  void aKeyOverTheLimitIsRejectedAndCut() throws Exception {
    open(InputFormat.TEXT, Separator.NEWLINE, 256);
    byte[] key = new byte[RecordDecoder.MAX_KEY_BYTES + 1];
    harness.processElement(new StreamRecord<>(raw(key, null)));
    OutputRecord output = harness.getSideOutput(DecodeFunction.REJECTED).remove().getValue();
    assertThat(output.key).hasSize(RecordDecoder.MAX_KEY_BYTES);
    assertThat(AvroCodec.of(Rejected.class).decode(output.value).getReason())
        .startsWith("the key has 65537 bytes");
  }

  @Test
  void aSchemaThatTheRegistryRefusesIsAboutTheRecordIfItAnswersElse() throws Exception {
    try (FakeRegistry fake = FakeRegistry.start()) {
      int id = fake.add(Chunk.getClassSchema().toString());
      fake.forbid(id);
      byte[] value = ConfluentCodec.frame(id, avro(new Chunk(List.of(1, 2, 3), null)));
      registry = new RegistrySettings(fake.url(), Duration.ofSeconds(30));
      open(InputFormat.CONFLUENT, Separator.NEWLINE, 256);
      for (int i = 0; i < 3; i++) {
        assertThat(rejected(value).getReason())
            .isEqualTo(
                "the schema registry at %s does not allow this user to look up schema 1: User is denied the operation Read; grant it that right there",
                fake.url());
      }
      assertThat(fake.requests())
          .as("asked once in a while")
          .containsExactly("GET /schemas/ids/1", "GET /subjects/text-value/versions");
    }
  }

  @Test
  void aRegistryThatRefusesEverythingIsNotAboutTheRecord() throws Exception {
    try (FakeRegistry fake = FakeRegistry.start()) {
      int id = fake.add(Chunk.getClassSchema().toString());
      byte[] value = ConfluentCodec.frame(id, avro(new Chunk(List.of(1, 2, 3), null)));
      registry = new RegistrySettings(fake.url(), Duration.ofSeconds(30)).withToken("expired");
      fake.require("Bearer valid");
      open(InputFormat.CONFLUENT, Separator.NEWLINE, 256);
      assertThatExceptionOfType(RegistryException.class)
          .isThrownBy(() -> rejected(value))
          .withMessageContaining("does not accept the login");
      fake.require("Bearer expired");
      assertThat(decode(value).observations.size()).isEqualTo(3);
    }
  }

  @Test
  void noiseIsDecodedOrRejectedButNeverFails() throws Exception {
    open(InputFormat.AVRO, Separator.NEWLINE, 256);
    byte[] good = avro(new Chunk(List.of(1, 2, 3), Instant.ofEpochMilli(5)));
    Random random = new Random(2);
    int records = 2_000;
    for (int i = 0; i < records; i++) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      byte[] value = Arrays.copyOf(good, 10 + noise.length);
      System.arraycopy(noise, 0, value, 10, noise.length);
      harness.processElement(new StreamRecord<>(raw(KEY, value)));
    }
    int rejected = harness.getSideOutput(DecodeFunction.REJECTED).size();
    assertThat(rejected).isPositive();
    assertThat(harness.extractOutputValues().size() + rejected).isEqualTo(records);
    assertThat(rejectedCount()).isEqualTo(rejected);
  }

  private void open(InputFormat format, Separator separator, int vocabulary) throws Exception {
    if (harness != null) {
      harness.close();
    }
    DecodeSettings settings =
        new DecodeSettings("text", format, separator, 100_000, vocabulary, null, registry);
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new DecodeFunction(settings, ResultEncoder.avro(Rejected.class))),
            new RawRecordSerializer(),
            new MockEnvironmentBuilder().setMetricGroup(taskMetrics()).build());
    harness.setup(new InputRecordSerializer());
    harness.open();
  }

  private InputRecord decode(byte[] value) throws Exception {
    harness.processElement(new StreamRecord<>(raw(KEY, value)));
    List<InputRecord> records = harness.extractOutputValues();
    return records.get(records.size() - 1);
  }

  private Rejected rejected(byte[] value) throws Exception {
    harness.processElement(new StreamRecord<>(raw(KEY, value)));
    assertThat(harness.extractOutputValues()).isEmpty();
    OutputRecord output = harness.getSideOutput(DecodeFunction.REJECTED).remove().getValue();
    return AvroCodec.of(Rejected.class).decode(output.value);
  }

  private TaskMetricGroup taskMetrics() {
    return new InterceptingTaskMetricGroup() {
      @Override
      public InternalOperatorMetricGroup getOrAddOperator(
          OperatorID id, String name, Map<String, String> variables) {
        return metrics;
      }
    };
  }

  private long rejectedCount() {
    return ((Counter) metrics.get(DecodeFunction.REJECTED_RECORDS)).getCount();
  }

  private static Observations bytes(int... values) {
    return Observations.of(ObservationKind.BYTE, values);
  }

  private static RawRecord raw(byte[] key, byte[] value) {
    return new RawRecord("text", 3, 42, TIMESTAMP, key, value);
  }

  private static byte[] avro(Chunk chunk) {
    return AvroCodec.of(Chunk.class).encode(chunk);
  }
}

package io.hyperstream.job.learn.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.job.failure.UnrecoverableException;
import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.alert.AlertSink;
import io.hyperstream.job.learn.alert.AlertState;
import io.hyperstream.job.learn.alert.Alerter;
import io.hyperstream.job.learn.alert.JudgedRecord;
import io.hyperstream.job.learn.alert.OddStretch;
import io.hyperstream.job.learn.alert.Rules;
import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.job.learn.settings.IncidentSettings;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.anomaly.Capacity;
import io.hyperstream.model.anomaly.PrequentialStatistics;
import io.hyperstream.model.anomaly.RecordEvidence;
import io.hyperstream.model.anomaly.RecordPattern;
import io.hyperstream.model.anomaly.UsualRecords;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.context.ContextModel;
import io.hyperstream.model.context.History;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.density.Standardiser;
import io.hyperstream.model.expert.Continuation;
import io.hyperstream.model.numeric.Bfloat16;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.Score;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class KeyStateSerializerTest {

  /** Where what format 1 lacks stands in a history of format 3, and how much it takes. */
  private static final int BEFORE_RECORDS = 101;

  private static final int RECORD_BYTES = 136 + Short.BYTES;

  private static final ContextConfig CONTEXT = new ContextConfig(4 << 20, 1 << 10, false);

  private static final Path FILES = Path.of("src/test/resources/io/hyperstream/job/learn/state");

  private final KeyStateSerializer serializer = new KeyStateSerializer();

  @Test
  void readsWhatItWrote() throws IOException {
    assertSame(
        StoredValue.read(serializer, StoredValue.write(serializer, latest(history()))),
        latest(history()));
  }

  @Test
  void readsANewKey() throws IOException {
    KeyState empty = serializer.createInstance();
    assertSame(StoredValue.read(serializer, StoredValue.write(serializer, empty)), empty);
  }

  @Test
  void readsVersion1WhichHadNoContext() throws IOException {
    KeyState expected = withoutAlerting(sample(null));
    expected.open.element().networkBits = 12.5;
    expected.open.element().symbolBits = null;
    assertSame(StoredValue.read(serializer, StoredValue.resource("key-state-v1.bin")), expected);
  }

  @Test
  void readsVersion2WhichHadNoBitsOfSymbols() throws IOException {
    KeyState expected = withoutAlerting(mixed(earlier()));
    expected.open.element().symbolBits = null;
    assertSame(StoredValue.read(serializer, StoredValue.resource("key-state-v2.bin")), expected);
  }

  @Test
  void readsVersion3WhichHadNoAlerts() throws IOException {
    assertSame(
        StoredValue.read(serializer, StoredValue.resource("key-state-v3.bin")),
        withoutAlerting(mixed(earlier())));
  }

  @Test
  void keepsWhichRecordsAreOnlyScored() throws IOException {
    KeyState key = sample();
    key.append(new InputRecord("k", "t", 0, 6, 1002, Observations.ofIds(9), 1), 9, false, false);
    KeyState read = StoredValue.read(serializer, StoredValue.write(serializer, key));
    assertSame(read, key);
    assertThat(read.open).extracting(record -> record.learned).containsExactly(true, true, false);
    assertThat(serializer.copy(read).open).last().matches(record -> !record.learned);
  }

  @Test
  void readsVersion4() throws IOException {
    assertSame(
        StoredValue.read(serializer, StoredValue.resource("key-state-v4.bin")), mixed(earlier()));
  }

  @Test
  void readsVersion5() throws IOException {
    assertSame(
        StoredValue.read(serializer, StoredValue.resource("key-state-v5.bin")), mixed(earlier()));
    assertSame(
        StoredValue.read(serializer, StoredValue.resource("key-state-v5-bf16.bin")),
        rounded(mixed(earlier())));
  }

  @Test
  void readsVersion6() throws IOException {
    assertSame(
        StoredValue.read(serializer, StoredValue.resource("key-state-v6.bin")), ofBytes(earlier()));
    assertSame(
        StoredValue.read(serializer, StoredValue.resource("key-state-v6-ids.bin")),
        mixed(earlier()));
  }

  @Test
  void readsVersion7WhichKnewLessOfWhatIsUsual() throws IOException {
    KeyState read = StoredValue.read(serializer, StoredValue.resource("key-state-v7.bin"));
    KeyState expected = whole(earlier());
    expected.alerts.usual = new UsualRecords(Capacity.AMPLE);
    expected.open.element().evidence = new RecordEvidence();
    expected.summed = null;
    assertThat(StoredValue.write(serializer, read))
        .isEqualTo(StoredValue.write(serializer, expected));
  }

  @Test
  void readsVersion8WhichHadNoSummedScore() throws IOException {
    byte[] stored = StoredValue.resource("key-state-v8.bin");
    KeyState read = StoredValue.read(serializer, stored);
    assertThat(read.alerts.openIncidents()).isEqualTo(1);
    assertThat(read.open).extracting(record -> record.learned).containsExactly(true, true, false);
    assertThat(read.held.offset).isEqualTo(7);
    assertThat(read.summed).isNull();
    assertWritesWhatItReads(read, stored);
  }

  @Test
  void readsVersion9WhichKnewNoVectors() throws IOException {
    byte[] stored = StoredValue.resource("key-state-v9.bin");
    KeyState read = StoredValue.read(serializer, stored);
    assertThat(read.alerts.openIncidents()).isEqualTo(1);
    assertThat(read.open).extracting(record -> record.learned).containsExactly(true, true, false);
    assertThat(read.held.offset).isEqualTo(7);
    assertThat(read.summed).isEqualTo(summed());
    assertWritesWhatItReads(read, stored);
  }

  /** Today's format leaves out what is zero. */
  private void assertWritesWhatItReads(KeyState read, byte[] stored) throws IOException {
    byte[] today = StoredValue.write(serializer, read);
    assertThat(today.length).isBetween(stored.length / 2, stored.length * 3 / 4);
    assertThat(StoredValue.write(serializer, StoredValue.read(serializer, today))).isEqualTo(today);
  }

  @Test
  void readsVersion10WhichHadOneCapacityAndNoTimeOfDay() throws IOException {
    byte[] stored = StoredValue.resource("key-state-v10.bin");
    KeyState read = StoredValue.read(serializer, stored);
    assertThat(read.alerts.openIncidents()).isEqualTo(1);
    assertThat(read.summed).isEqualTo(summed());
    assertWritesWhatItReads(read, stored);
    assertIsOfVectors(
        StoredValue.read(serializer, StoredValue.resource("key-state-v10-vectors.bin")));
  }

  /** {@code -Dkey-state.write=true} stores it anew, which only a version not released yet needs. */
  @Test
  void readsVersion11() throws IOException {
    readsStored("key-state-v11.bin", whole());
    assertIsOfVectors(readsStored("key-state-v11-vectors.bin", ofVectors()));
  }

  private static void assertIsOfVectors(KeyState vectors) {
    assertThat(vectors.alerts.names).containsExactly("cpu", "heap");
    assertThat(vectors.open).hasSize(2);
    assertThat(vectors.open.element().number.dimension).isOne();
    assertThat(vectors.open.element().ranges).hasSize(24).contains(7.5);
  }

  /** What a key owns that has a small capacity and a context model of its own. */
  @Test
  void aSmallKeyStaysSmall() throws IOException {
    KeyState key = new KeyState(sample().network, ObservationKind.BYTE, Capacity.SMALL);
    KeyState read = StoredValue.read(serializer, StoredValue.write(serializer, key));
    Random random = new Random(1);
    for (int i = 0; i < 5000; i++) {
      RecordEvidence evidence = new RecordEvidence();
      RecordPattern pattern = new RecordPattern();
      for (int at = 0; at < 60; at++) {
        int symbol = at % 7 == 6 ? ' ' : 'a' + random.nextInt(20);
        evidence.addByte(symbol, random.nextFloat() * 20, 2, read.alerts.usual);
        pattern.addByte(symbol);
      }
      read.alerts.usual.judge(evidence, pattern.hash(), 200);
    }
    assertThat(StoredValue.write(serializer, read)).hasSizeLessThan(8_000);
  }

  private KeyState readsStored(String name, KeyState written) throws IOException {
    Path file = FILES.resolve(name);
    if (Boolean.getBoolean("key-state.write")) {
      Files.write(file, StoredValue.write(serializer, written));
    }
    byte[] stored = Files.readAllBytes(file);
    KeyState read = StoredValue.read(serializer, stored);
    assertThat(StoredValue.write(serializer, read)).isEqualTo(stored);
    return read;
  }

  @Test
  void aCopyOfVectorsHasAllAndSharesNothing() throws IOException {
    KeyState original = ofVectors();
    KeyState copy = serializer.copy(original);
    byte[] before = StoredValue.write(serializer, original);
    assertThat(StoredValue.write(serializer, copy)).isEqualTo(before);
    copy.network.standardiser().example(new double[] {1, 2, 3}, 0, new double[20], 0);
    copy.alerts.vectors.begin(0);
    copy.alerts.vectors.end();
    copy.open.element().number.surprise = 9;
    copy.open.element().ranges[0] = 9;
    copy.pending.toObservations().clear(0, 1);
    assertThat(StoredValue.write(serializer, original)).isEqualTo(before);
  }

  /** What a key of three numbers owns beside the network's state, once it has seen much. */
  @Test
  void aKeyOfVectorsIsSmall() throws IOException {
    DensityConfig density = new DensityConfig(3, 0, 6, true, true, false);
    KeyState key = new KeyState(vectorState(density, 0), ObservationKind.vector(3));
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      key.alerts.vectors.begin(300_000.0 * i);
      for (int d = 0; d < 3; d++) {
        key.alerts.vectors.add(d, -Math.log(random.nextDouble()), random.nextGaussian());
      }
      key.alerts.vectors.end();
    }
    assertThat(StoredValue.write(serializer, key)).hasSizeLessThan(8_000);
  }

  private static StreamState vectorState(DensityConfig density, int size) {
    return new StreamState(new float[size], StreamState.NONE, null).with(new Standardiser(density));
  }

  /** A key of two numbers and a time, with what it knows of them. */
  private static KeyState ofVectors() {
    DensityConfig density = new DensityConfig(2, 0, 3, true, true, true);
    KeyState key = new KeyState(vectorState(density, 3), ObservationKind.vector(3));
    key.network.values()[1] = -1.25f;
    double[] example = new double[density.exampleSize()];
    for (int i = 0; i < 300; i++) {
      double[] vector = {i % 7, i % 5 == 0 ? Double.NaN : 1e9 + i % 11, 1000.0 * i};
      key.network.standardiser().example(vector, 0, example, 0);
      key.alerts.vectors.begin(1000.0 * i);
      key.alerts.vectors.add(0, i % 6, i % 7);
      key.alerts.vectors.add(1, i % 9, i % 11);
      key.alerts.vectors.end();
    }
    Observations three = Observations.ofVectors(3, 1, 2, 3, 4, Double.NaN, 6, 7, 8, 9);
    InputRecord record = new InputRecord("k", "t", 0, 5, 1001, three, -1);
    record.names = new String[] {"cpu", "heap"};
    key.append(record, 7, true, true);
    key.append(record, 8, false, false);
    OpenRecord first = key.open.element();
    first.unscored = 2;
    first.bits = -3.5;
    first.number.dimension = 1;
    first.number.surprise = 12.5;
    first.number.news = true;
    first.number.low = -1;
    first.number.middle = 2;
    first.number.high = 3e9;
    first.ranges[3] = 7.5;
    first.stretch.startAt(0);
    return key;
  }

  @Test
  void aCopyHasAll() throws IOException {
    assertThat(StoredValue.write(serializer, serializer.copy(whole())))
        .isEqualTo(StoredValue.write(serializer, whole()));
  }

  @Test
  void aByteTakesOneByte() throws IOException {
    KeyState ids = ofBytes();
    assertThat(ids.convertTo(ObservationKind.ID)).isTrue();
    int symbols = ids.pending.size() + ids.alerts.recent.toObservations().size();
    assertThat(StoredValue.write(serializer, ofBytes()))
        .hasSize(StoredValue.write(serializer, ids).length - 3 * symbols);
  }

  @Test
  void aStateOfAnOldFormatIsConvertedToTheKindOfTheVocabulary() {
    KeyState key = ofBytes();
    assertThat(key.convertTo(ObservationKind.BYTE)).isFalse();
    assertThat(key.convertTo(ObservationKind.ID)).isTrue();
    assertThat(key.pending.toObservations()).isEqualTo(Observations.ofIds(1, 2, 255));
    assertThat(key.convertTo(ObservationKind.BYTE)).isTrue();
    assertSame(key, ofBytes());
  }

  @Test
  void aRoundedNumberTakesTwoBytes() throws IOException {
    assertThat(StoredValue.write(serializer, rounded()))
        .hasSize(
            StoredValue.write(serializer, sample()).length - 2 * rounded().network.values().length);
  }

  @Test
  void refusesANewerVersion() {
    assertThatThrownBy(
            () -> serializer.deserialize(new DataInputDeserializer(new byte[] {12, 0, 0, 0, 0})))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessageContaining("state of a key has format 12")
        .hasMessageContaining("formats 1 to 11");
  }

  @Test
  void aCopySharesNothing() {
    KeyState original = latest(history());
    KeyState copy = serializer.copy(original);
    assertSame(copy, original);

    copy.network.values()[0]++;
    new ContextModel(CONTEXT).step(copy.network.history(), new float[256], 0, 'x');
    copy.append(new InputRecord("k", "t", 0, 9, 9, Observations.ofIds(9), 1), 9, true, true);
    copy.open.element().unscored = 0;
    copy.open.element().bits = 0;
    copy.open.element().networkBits = 0;
    copy.open.element().symbolBits[0] = 0;
    copy.statistics.add(1);
    copy.alerts.recent.add(1);
    copy.open.element().evidence.addToken(1, 9, 1, copy.alerts.usual);
    copy.alerts.usual.judge(new RecordEvidence(), 1, 9);
    copy.open.element().stretch.add(1, 9, null);
    assertSame(original, latest(history()));
  }

  @Test
  void copiesBytesAsTheyAre() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(latest(history()), out);
    DataOutputSerializer copy = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copy);
    assertThat(copy.getCopyOfBuffer()).isEqualTo(out.getCopyOfBuffer());
  }

  /** Every field has a value of its own. The stored files hold this, without what came later. */
  private static KeyState sample() {
    return mixed(history());
  }

  private static KeyState mixed(History history) {
    KeyState key = sample(history);
    key.open.element().networkBits = 13.5;
    return key;
  }

  /** The same with what the latest version has. */
  private static KeyState latest(History history) {
    KeyState key = mixed(history);
    List<Continuation> expected = List.of(new Continuation(new int[] {300_000, 2}, 0.5f));
    key.open.element().stretch.add(0, 5, expected);
    UsualRecords usual = key.alerts.usual;
    for (int record = 0; record < 200; record++) {
      String text = "user u%d has %d points\n".formatted(record, record % 7);
      usual.judge(evidence(text, usual), record % 5, 90);
    }
    key.open.element().evidence = evidence("user u17 h", usual);
    return key;
  }

  /** The same with an incident, a record that is not to be learned, and one that is held. */
  private static KeyState whole() {
    return whole(history());
  }

  private static KeyState whole(History history) {
    KeyState key = latest(history);
    AlertSettings settings =
        new AlertSettings(true, 1000, 1000, 0, 10, new IncidentSettings(Duration.ofHours(1), 1000));
    Alerter alerter = new Alerter(settings, new Rules(true), new AlertSink() {});
    for (int i = 0; i < 300; i++) {
      String text = i == 250 ? "kernel panic" : "user u%d has %d points".formatted(i, i % 7);
      JudgedRecord record =
          new JudgedRecord("text", 3, i, 1000 * i, 9, new OddStretch(), RecordPattern.of(text));
      alerter.keep('x', 0, i % 5, null, key.alerts, record.stretch());
      alerter.judge("k", key.alerts, record, i == 250 ? 5000 : 1);
    }
    Observations one = Observations.ofIds(9);
    key.append(new InputRecord("k", "t", 0, 6, 1002, one, 1), 9, false, false);
    key.open.element().pattern = RecordPattern.of("user u1");
    key.held = new InputRecord("k", "t", 0, 7, 1003, one, 1);
    key.summed = summed();
    return key;
  }

  private static Score summed() {
    return Score.newBuilder()
        .setTopic("text")
        .setPartition(3)
        .setOffset(11)
        .setEventTime(Instant.ofEpochMilli(1004))
        .setRecords(12)
        .setSymbols(13)
        .setBits(14.5)
        .setBpc(15.5)
        .setKeySymbols(16)
        .setKeyBpc(17.5)
        .setKeyFadingBpc(18.5)
        .setSurprise(19.5)
        .setModelVersion(20)
        .setNetworkBits(21.5)
        .build();
  }

  private static RecordEvidence evidence(String text, UsualRecords usual) {
    RecordEvidence evidence = new RecordEvidence();
    for (char symbol : text.toCharArray()) {
      evidence.addByte(symbol, symbol % 5, symbol % 3, usual);
    }
    return evidence;
  }

  private static History history() {
    History history = new History();
    ContextModel context = new ContextModel(CONTEXT);
    for (byte symbol : "A line, and a line\nand".getBytes(StandardCharsets.US_ASCII)) {
      context.step(history, new float[256], 0, symbol);
    }
    return history;
  }

  /** As it was before histories had records: format 1. */
  private static History earlier() {
    return History.fromBytes(withoutRecords(history().toBytes()));
  }

  private static byte[] withoutRecords(byte[] history) {
    byte[] earlier = new byte[history.length - RECORD_BYTES];
    System.arraycopy(history, 0, earlier, 0, BEFORE_RECORDS);
    System.arraycopy(
        history,
        BEFORE_RECORDS + RECORD_BYTES,
        earlier,
        BEFORE_RECORDS,
        earlier.length - BEFORE_RECORDS);
    earlier[0] = 1;
    return earlier;
  }

  private static KeyState rounded() {
    return rounded(sample());
  }

  private static KeyState rounded(KeyState key) {
    Bfloat16.round(key.network.values());
    return key;
  }

  /** The same with a vocabulary of bytes. */
  private static KeyState ofBytes() {
    return ofBytes(history());
  }

  private static KeyState ofBytes(History history) {
    KeyState key = sample(history, ObservationKind.BYTE, 255);
    key.open.element().networkBits = 13.5;
    return key;
  }

  private static KeyState sample(History history) {
    return sample(history, ObservationKind.ID, 300_000);
  }

  private static KeyState sample(History history, ObservationKind kind, int last) {
    KeyState key =
        new KeyState(new StreamState(new float[] {0.5f, -1.25f, 3e-8f}, 65, history), kind);
    Observations three = Observations.of(kind, 1, 2, last);
    key.append(new InputRecord("k", "text", 3, 1L << 40, 1000, three, 2), 7, true, true);
    Observations none = Observations.allocate(kind, 0);
    key.append(new InputRecord("k", "t\u00e9xt", 0, 5, 1001, none, -1), 8, false, true);
    OpenRecord first = key.open.element();
    first.unscored = 1;
    first.bits = 12.5;
    first.symbolBits = new byte[] {20, -1, 0};
    key.statistics = new PrequentialStatistics(11, 22.5, 3.5, 1.75);
    key.alerts.recentIncidents = 1.5;
    key.alerts.recent.add(last);
    key.alerts.recent.add(10);
    key.alerts.recent.add(11);
    key.eventTime = 21;
    key.lastActivity = 22;
    key.waitingSince = 23;
    key.readySequence = 24;
    key.lastPrediction = 25;
    key.timer = 26;
    return key;
  }

  /** As a state that was written before there were alerts is read. */
  private static KeyState withoutAlerting(KeyState key) {
    key.alerts = new AlertState(ObservationKind.ID, Capacity.AMPLE);
    return key;
  }

  /** A tail remembers what it has judged until the record counts, which it does at once. */
  private static void assertSame(KeyState actual, KeyState expected) {
    assertThat(actual.pending.toObservations()).isEqualTo(expected.pending.toObservations());
    assertThat(actual)
        .usingRecursiveComparison()
        .ignoringFields("pending")
        .ignoringFieldsMatchingRegexes("alerts\\.usual\\..*\\.judged")
        .isEqualTo(expected);
  }
}

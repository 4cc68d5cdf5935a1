package io.hyperstream.job.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hyperstream.job.input.DecodeSettings;
import io.hyperstream.job.input.EndPosition;
import io.hyperstream.job.input.InputFormat;
import io.hyperstream.job.input.Join;
import io.hyperstream.job.input.Separator;
import io.hyperstream.job.input.StartPosition;
import io.hyperstream.job.input.VectorShape;
import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.job.learn.settings.ComputeSettings;
import io.hyperstream.job.learn.settings.IncidentSettings;
import io.hyperstream.job.learn.settings.JoinSettings;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.ModelSettings;
import io.hyperstream.job.learn.settings.ModelStart;
import io.hyperstream.job.learn.settings.PredictSettings;
import io.hyperstream.job.learn.settings.PredictedKeys;
import io.hyperstream.job.learn.settings.ScoreSettings;
import io.hyperstream.job.learn.settings.StateEncoding;
import io.hyperstream.job.learn.settings.StateSettings;
import io.hyperstream.job.learn.settings.StepSettings;
import io.hyperstream.job.learn.settings.SyncSettings;
import io.hyperstream.job.output.OutputFormat;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import io.hyperstream.model.sync.Encoding;
import io.hyperstream.model.sync.SyncConfig;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.InstantiationUtil;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobSettingsTest {

  @Test
  void hasDefaultsForAllButTheServers() throws Exception {
    JobSettings settings = settings();
    assertThat(settings.input())
        .isEqualTo(
            new InputSettings(
                "text",
                "hyperstream-text",
                StartPosition.COMMITTED,
                EndPosition.NEVER,
                1,
                new DecodeSettings(
                    "text", InputFormat.TEXT, Separator.NEWLINE, 1 << 20, 256, null, null)));
    assertThat(settings.feedback()).isEqualTo("feedback");
    assertThat(settings.output())
        .isEqualTo(
            new OutputSettings(
                "scores",
                "predictions",
                "alerts",
                "incidents",
                "rejected",
                "model",
                OutputFormat.AVRO,
                List.of(),
                "hyperstream-text",
                1));
    assertThat(settings.learnSettings())
        .isEqualTo(
            new LearnSettings(
                Preset.SMALL.config(1),
                new ComputeSettings(ComputeTarget.AUTO, Duration.ofSeconds(3)),
                new ModelSettings(ModelStart.BUNDLED, null, null)
                    .with(Provenance.ofSeed(1).with("small", "topic text")),
                new StepSettings(Duration.ofMillis(200), 4096, 1, 0),
                new JoinSettings(Join.NONE, Duration.ofSeconds(1), 1 << 20),
                ScoreSettings.EACH,
                new AlertSettings(
                    true, 1000, 30, 120, 10, new IncidentSettings(Duration.ofMinutes(10), 30)),
                new PredictSettings(PredictedKeys.WATCHED, 5, 32, Duration.ofSeconds(1)),
                new StateSettings(Duration.ZERO, StateEncoding.FP32)));
    assertThat(settings.sync())
        .isEqualTo(
            new SyncSettings(new SyncConfig(1, 0.5, Encoding.INT8), 4096, Duration.ofMinutes(1)));
    assertThat(settings.flinkOptions()).isEmpty();
    assertThat(InstantiationUtil.isSerializable(settings.learnSettings())).isTrue();
    assertThat(InstantiationUtil.isSerializable(settings.sync())).isTrue();
    assertThat(InstantiationUtil.isSerializable(settings.input().decode())).isTrue();
  }

  @Test
  void overridesThePreset() {
    var learner =
        settings(
                "learn.preset", "ptb-2layer",
                "learn.window", "10",
                "learn.batch", "3",
                "learn.rate", "0.5",
                "learn.seed", "7",
                "rehearsal.windows", "2",
                "rehearsal.weight", "0.125",
                "rehearsal.memory", "3 mb",
                "context.enabled", "true",
                "context.memory", "5 mb",
                "context.history", "1 kb",
                "context.shared", "false",
                "model.layers", "1",
                "model.hidden", "20",
                "model.hyper", "8",
                "model.embedding", "2")
            .learnerConfig();
    assertThat(learner.window()).isEqualTo(10);
    assertThat(learner.batch()).isEqualTo(3);
    assertThat(learner.seed()).isEqualTo(7);
    assertThat(learner.adam()).isEqualTo(Preset.PTB_2LAYER.config(7).adam().withRate(0.5));
    assertThat(learner.rehearsal()).isEqualTo(new RehearsalConfig(2, 0.125, 3 << 20));
    assertThat(learner.context()).isEqualTo(new ContextConfig(5 << 20, 1 << 10, false));
    assertThat(learner.network().stateSize()).isEqualTo(2 * (20 + 8));
    assertThat(learner.network().signalSize()).isEqualTo(2);
  }

  @Test
  void severalLearnersTakeSmallerBatchesUnlessTold() {
    assertThat(settings("learn.parallelism", "2").learnerConfig().batch()).isEqualTo(12);
    assertThat(settings("learn.parallelism", "2", "learn.batch", "16").learnerConfig().batch())
        .isEqualTo(16);
  }

  @Test
  void saysWhatToComputeOn() {
    var compute =
        settings(
                "learn.backend", "vector",
                "learn.lanes", "2",
                "learn.device", "3",
                "learn.precision", "bf16",
                "learn.warm-up", "0 s")
            .learnSettings()
            .compute();
    assertThat(compute)
        .isEqualTo(
            new ComputeSettings(
                new ComputeTarget(Backend.VECTOR, 2, 3, Precision.BF16), Duration.ZERO));
    assertThatExceptionOfType(OptionException.class)
        .isThrownBy(() -> settings("learn.precision", "fp64"))
        .withMessageContaining("learn.precision")
        .withMessageContaining("one of TF32, FP32, BF16");
  }

  @Test
  void formatsWithSchemasNeedARegistry() {
    for (String format : List.of("input.format", "output.format")) {
      assertThatExceptionOfType(OptionException.class)
          .isThrownBy(() -> settings(format, "confluent"))
          .withMessage("option registry.url is missing; %s = CONFLUENT needs it", format);
    }
    JobSettings settings =
        settings(
            "input.format", "confluent",
            "output.format", "confluent",
            "registry.url", "http://registry:8081",
            "registry.token", "sandpiper");
    assertThat(settings.registry()).hasValue(settings.input().decode().registry());
    assertThat(settings.toString()).contains("http://registry:8081").doesNotContain("sandpiper");
    assertThat(InstantiationUtil.isSerializable(settings.input().decode())).isTrue();
  }

  @Test
  void withoutAHyperCellItIsAPlainLstm() {
    var network = settings("model.hyper", "0", "model.hidden", "144").learnerConfig().network();
    assertThat(network).isEqualTo(Preset.SMALL.config(1).network().plainLstm(144));
    assertThatExceptionOfType(OptionException.class)
        .isThrownBy(() -> settings("model.hyper", "0", "model.embedding", "4"))
        .withMessageContaining("option model.embedding must be 0 where hyper is 0");
  }

  @Test
  void tokensMayHaveAnotherVocabulary() {
    JobSettings settings = settings("input.format", "avro", "model.vocabulary", "50000");
    assertThat(settings.learnerConfig().network().vocabulary()).isEqualTo(50_000);
    assertThat(settings.input().decode().vocabulary()).isEqualTo(50_000);
    assertThat(settings.learnerConfig().context()).isEqualTo(ContextConfig.OFF);
  }

  @Test
  void onlyBytesHaveAContextModel() {
    assertThat(settings("context.enabled", "false").learnerConfig().context())
        .isEqualTo(ContextConfig.OFF);
    assertThatExceptionOfType(OptionException.class)
        .isThrownBy(
            () ->
                settings(
                    "input.format", "avro", "model.vocabulary", "50000", "context.enabled", "true"))
        .withMessage(
            "option context.enabled must be off, since there is a context model only for bytes, a vocabulary of 256, but this one is 50000");
    assertThatExceptionOfType(OptionException.class)
        .isThrownBy(() -> settings("context.memory", "1 mb"))
        .withMessageStartingWith("option context.memory must be 0 or from 4mb to 1gb, but is 1mb");
    assertThatExceptionOfType(OptionException.class)
        .isThrownBy(() -> settings("context.history", "5000 bytes"))
        .withMessageStartingWith("option context.history must be a power of two");
  }

  @Test
  void passesFlinkAndKafkaOptionsThrough() {
    JobSettings settings =
        settings(
            "execution.checkpointing.interval", "5 s",
            "state.backend.type", "rocksdb",
            "kafka.security.protocol", "SSL",
            "kafka.acks", "all",
            "kafka.max.poll.records", "7",
            "kafka.my.interceptor", "x");
    assertThat(settings.flinkOptions())
        .containsOnlyKeys("execution.checkpointing.interval", "state.backend.type");
    assertThat(settings.kafka().consumer())
        .containsEntry("security.protocol", "SSL")
        .containsEntry("max.poll.records", "7")
        .containsEntry("my.interceptor", "x")
        .containsEntry("isolation.level", "read_committed")
        .doesNotContainKeys("acks", "transaction.timeout.ms");
    assertThat(settings.kafka().producer())
        .containsEntry("bootstrap.servers", "localhost:9092")
        .containsEntry("acks", "all")
        .containsEntry("transaction.timeout.ms", "900000")
        .doesNotContainKey("max.poll.records");
    assertThat(settings.kafka().admin())
        .containsEntry("security.protocol", "SSL")
        .doesNotContainKeys("acks", "max.poll.records");
  }

  @Test
  void theServersAreRequired() {
    assertThatExceptionOfType(OptionException.class)
        .isThrownBy(() -> JobSettings.from(new Configuration()))
        .withMessage(
            "option kafka.bootstrap.servers is missing; it must name Kafka brokers, such as localhost:9092")
        .returns("kafka.bootstrap.servers", OptionException::option);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          input.format              | json   | one of TEXT, VECTOR, AVRO
          input.separator           | tab    | one of NEWLINE, NONE
          input.start               | now    | one of COMMITTED, EARLIEST, LATEST
          input.end                 | soon   | one of NEVER, LATEST
          input.max-record-bytes    | lots   | a size such as 64 kb or 1 mb, at least 1 byte
          input.parallelism         | 0      | a whole number from 1 to 32768
          input.topic               | ' '    | some text
          output.parallelism        | 1.5    | a whole number from 1 to 32768
          learn.backend             | abacus | one of AUTO,
          learn.window              | 0      | from 1 to 4096
          learn.window              | wide   | a whole number
          learn.batch               | 5000   | from 1 to 4096
          learn.rate                | fast   | a number
          learn.seed                | x      | a whole number
          learn.max-delay           | soon   | a duration such as 200 ms, 10 s or 1 h
          learn.max-delay           | PT-1S  | a duration such as 200 ms, 10 s or 1 h
          learn.windows-per-key     | 0      | AUTO, or a whole number from 1 on
          learn.windows-per-key     | some   | AUTO, or a whole number from 1 on
          learn.skip-below          | -1     | AUTO, or a number from 0 on
          learn.skip-below          | few    | AUTO, or a number from 0 on
          learn.backlog             | 23     | at least the window (learn.window), which is 32
          learn.parallelism         | 0      | a whole number from 1 to 32768
          rehearsal.windows         | -1     | from 0 to 4096
          rehearsal.weight          | 1.1    | in [0, 1]
          rehearsal.memory          | lots   | a size such as 64 kb or 1 mb
          rehearsal.memory          | 99     | at least 1288 bytes, which one window takes
          scores.above              | -1     | a number, 0 or more
          scores.fields             | offset;bit | some of topic;partition;offset;eventTime;records;symbols;
          scores.summary            | 0 ms   | at least 1 ms
          predict.top               | 257    | a whole number from 1 to 256
          predict.top               | 0      | a whole number from 1 to 256
          predict.continuation      | -1     | a whole number from 0 to 4096
          model.vocabulary          | 255    | 256, since the symbols of input.format = TEXT are bytes
          model.layers              | 0      | from 1 to 64
          model.hidden              | big    | a whole number
          model.start               | warm   | one of FRESH, FILE
          state.encoding            | int8   | one of FP32, BF16
          output.scores             | text   | another topic than that of input.topic
          feedback.topic            | text | another topic than that of input.topic
          output.incidents          | alerts | another topic than that of output.alerts
          output.alerts             | scores | another topic than that of output.scores
          alerts.budget             | 0      | a number above 0
          alerts.drift              | -1     | a number above 0
          alerts.warm-up            | -1     | from 0 to
          alerts.incident-quiet     | 0 ms   | a duration such as 200 ms, 10 s or 1 h, at least 1 ms
          alerts.incident-records   | 0      | a whole number from 1 to
          alerts.limit              | 1001   | a whole number from 1 to 1000
          output.rejected           | scores | another topic than that of output.scores
          kafka.transaction.timeout.ms | x   | a whole number from 1 to 2147483647
          kafka.transaction.timeout.ms | 11111 | more than 10/9 of execution.checkpointing.interval, which is 10000 ms
          execution.checkpointing.interval | 1 ms | at least 10 ms
          execution.checkpointing.mode | AT_LEAST_ONCE | EXACTLY_ONCE: else a symbol could be learned twice
          execution.checkpointing.unaligned.enabled | true | false: timers do not fire
          execution.checkpointing.unaligned | true | false: timers do not fire
          execution.runtime-mode    | BATCH  | STREAMING: batch execution
          """)
  void namesTheOptionWhatItMayBeAndWhatItWas(String option, String value, String wanted) {
    assertFails("execution.checkpointing.interval", "10 s", option, value)
        .withMessageStartingWith("option " + option.replaceFirst("unaligned$", "unaligned.enabled"))
        .withMessageContaining(" must be ")
        .withMessageContaining(wanted)
        .withMessageMatching(
            "(?s).* but is '?(\\Q" + value + "\\E|-1000 ms|true).*".replace("\\Q \\E", " "));
  }

  @Test
  void onlyJsonMayLackFields() {
    assertThat(settings("output.format", "JSON", "scores.fields", "offset;bits").output())
        .extracting(OutputSettings::scoreFields)
        .isEqualTo(List.of("offset", "bits"));
    assertFails("scores.fields", "offset;bits")
        .withMessage(
            "option scores.fields is for output.format = JSON only, but that is AVRO, whose readers need all fields");
  }

  @Test
  void namesThePresetsThereAre() {
    assertFails("learn.preset", "tiny")
        .withMessageContaining(
            "option learn.preset: there is no preset 'tiny'; there are fast, small, best, ptb");
  }

  @Test
  void theRateHasARange() {
    assertFails("learn.rate", "2").withMessage("option learn.rate must be in (0, 1], but is 2.0");
  }

  @Test
  void severalLearnersContradictAnInputThatEnds() {
    assertFails("learn.parallelism", "2", "input.end", "LATEST")
        .withMessageContaining("option learn.parallelism must be 1 with input.end = LATEST");
  }

  @Test
  void aModelFileAndItsUseBelongTogether() {
    ModelSettings model =
        settings("model.start", "file", "model.file", "s3://b/m", "model.save", "x")
            .learnSettings()
            .model();
    assertThat(model)
        .isEqualTo(
            new ModelSettings(ModelStart.FILE, "s3://b/m", "x")
                .with(Provenance.ofSeed(1).with("small", "topic text")));
    assertFails("model.start", "file")
        .withMessage(
            "option model.file must be a safetensors file, since model.start = FILE, but is ''");
    assertFails("learn.anchor", "0.001")
        .withMessageStartingWith(
            "options model.moments and learn.anchor are for model.start = FILE only");
    assertFails("learn.anchor", "2", "model.start", "file", "model.file", "m")
        .withMessageStartingWith("option learn.anchor must be a number from 0 to 1, but is");
    assertFails("model.file", "m")
        .withMessageStartingWith("option model.file is for model.start = FILE only, but that is");
    assertFails("model.save", "m", "learn.parallelism", "2")
        .withMessageContaining("option learn.parallelism must be 1 with model.save");
  }

  @Test
  void whereTheJarHasAStartForTheNetworkItIsTheDefault() {
    for (String preset : List.of("fast", "small", "best")) {
      assertThat(start("learn.preset", preset)).isEqualTo(ModelStart.BUNDLED);
    }
    assertThat(start("learn.preset", "ptb")).isEqualTo(ModelStart.FRESH);
    assertThat(start("model.hidden", "64")).isEqualTo(ModelStart.FRESH);
    assertThat(start("model.start", "fresh")).isEqualTo(ModelStart.FRESH);
  }

  private static ModelStart start(String... options) {
    return settings(options).learnSettings().model().start();
  }

  @Test
  void aSeparatorContradictsAvro() {
    assertFails("input.format", "AVRO", "input.separator", "NONE")
        .withMessageContaining("option input.separator is for input.format = TEXT only");
  }

  @Test
  void vectorsHaveAPresetAndAShapeOfTheirOwn() {
    JobSettings settings =
        settings(
            "input.format",
            "VECTOR",
            "vector.names",
            "cpu;heap;on",
            "vector.binary",
            "1",
            "vector.time",
            "true");
    LearnerConfig sensor = Preset.SENSOR.config(1);
    DensityConfig density = new DensityConfig(3, 1, 6, true, true, true);
    assertThat(settings.learnerConfig().network()).isEqualTo(sensor.network().withDensity(density));
    assertThat(settings.learnerConfig().rehearsal()).isEqualTo(sensor.rehearsal());
    assertThat(settings.learnSettings().model().provenance().toString()).contains("sensor");
    assertThat(settings.input().decode().vectors())
        .isEqualTo(new VectorShape(3, 1, true, List.of("cpu", "heap", "on")));
    assertThat(
            settings("input.format", "AVRO", "learn.preset", "iam", "vector.dimension", "3")
                .learnerConfig()
                .network())
        .isEqualTo(Preset.IAM.config(1).network());
  }

  @Test
  void whatDoesNotFitVectorsIsRefusedByName() {
    assertFails("input.format", "VECTOR")
        .withMessage("option vector.dimension is missing: how many numbers does a vector have?");
    assertFails("input.format", "VECTOR", "vector.dimension", "2", "vector.names", "a")
        .withMessage(
            "option vector.names must be 2 names, as many as vector.dimension, but is 'a'");
    assertFails("input.format", "VECTOR", "vector.names", "a;a")
        .withMessageStartingWith("option vector.names must be different names");
    assertFails("input.format", "VECTOR", "vector.dimension", "0")
        .withMessageStartingWith("option vector.dimension must be");
    assertFails("input.format", "VECTOR", "vector.dimension", "2", "vector.binary", "3")
        .withMessageStartingWith("option vector.binary must be");
    assertFails("input.format", "VECTOR", "learn.preset", "small")
        .withMessage(
            "option learn.preset must be sensor or iam, since input.format = VECTOR has numbers, but is 'small'");
    assertFails("learn.preset", "sensor", "vector.dimension", "2")
        .withMessage(
            "option input.format must be VECTOR, AVRO or CONFLUENT, since learn.preset = sensor learns vectors of numbers, but is 'TEXT'");
    assertFails("vector.dimension", "2")
        .withMessage(
            "option vector.dimension is for vectors of numbers, but learn.preset = small learns text or tokens; set input.format = VECTOR with preset sensor or iam, or leave vector.dimension out");
    assertFails("input.format", "VECTOR", "vector.dimension", "2", "model.vocabulary", "256")
        .withMessageStartingWith("option model.vocabulary is for text and tokens");
    assertFails("input.format", "VECTOR", "vector.dimension", "2", "input.join", "INDENTED")
        .withMessageStartingWith("option input.join must be NONE for vectors of numbers");
    assertFails("input.format", "VECTOR", "vector.dimension", "2", "learn.skip-below", "1")
        .withMessageStartingWith("option learn.skip-below must be AUTO or 0");
    assertFails("input.format", "VECTOR", "vector.dimension", "2", "context.enabled", "true")
        .withMessageStartingWith("option context.enabled must be off");
  }

  @Test
  void aTimeoutEqualToTheIntervalIsTooShort() {
    assertFails("kafka.transaction.timeout.ms", "5555", "execution.checkpointing.interval", "5 s")
        .withMessage(
            "option kafka.transaction.timeout.ms must be more than 10/9 of execution.checkpointing.interval, which is 5000 ms, but is '5555'");
  }

  @ParameterizedTest
  @CsvSource({
    "input.topc, input.topic",
    "learn.max_delay, learn.max-delay",
    "predict.tops, predict.top",
    "state.tll, state.ttl"
  })
  void suggestsTheNearestOption(String wrong, String right) {
    assertFails(wrong, "1")
        .withMessage("there is no option %s; did you mean %s?".formatted(wrong, right));
  }

  @Test
  void saysWhatThereIsWhereNothingIsNear() {
    assertFails("s3.endpoint.and.other.things", "1")
        .withMessageContaining(
            "there is no option s3.endpoint.and.other.things; docs/options.md lists all")
        .withMessageContaining("execution.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"group.id", "auto.offset.reset", "transactional.id"})
  void keepsKafkaOptionsThatAreTheJobsOwn(String key) {
    assertFails("kafka." + key, "x")
        .withMessageMatching("option kafka." + key + " is the job's own; set (input|output)\\..*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.ssl.key.password",
        "kafka.sasl.jaas.config",
        "kafka.sasl.oauthbearer.client.credentials.client.secret",
        "kafka.oauth.access.TOKEN",
        "kafka.ssl.keystore.key"
      })
  void neverPrintsSecrets(String key) {
    JobSettings settings = settings(key, "hunter2", "kafka.client.rack", "rack-7");
    assertThat(settings.toString()).doesNotContain("hunter2").contains("******", "rack-7");
    assertFails(key, "hunter2", "learn.window", "0").withMessageNotContaining("hunter2");
  }

  private static ThrowableAssertAlternative<OptionException> assertFails(String... options) {
    return assertThatExceptionOfType(OptionException.class).isThrownBy(() -> settings(options));
  }

  private static JobSettings settings(String... options) {
    Configuration config = new Configuration();
    config.setString("kafka.bootstrap.servers", "localhost:9092");
    for (int i = 0; i < options.length; i += 2) {
      config.setString(options[i], options[i + 1]);
    }
    return JobSettings.from(config);
  }
}

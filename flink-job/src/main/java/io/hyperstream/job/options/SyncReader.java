package io.hyperstream.job.options;

import io.hyperstream.job.learn.settings.SyncSettings;
import io.hyperstream.model.sync.Encoding;
import io.hyperstream.model.sync.SyncConfig;
import java.time.Duration;
import java.util.Map;

/** Reads the {@link SyncOptions}, and how often whole models are published. */
final class SyncReader {

  private static final FieldOptions FIELDS =
      new FieldOptions(Map.of("rate", SyncOptions.RATE, "momentum", SyncOptions.MOMENTUM));

  private SyncReader() {}

  static SyncSettings read(OptionReader reader) {
    SyncConfig config =
        FIELDS.create(
            () ->
                new SyncConfig(
                    reader.number(SyncOptions.RATE),
                    reader.number(SyncOptions.MOMENTUM),
                    reader.choice(SyncOptions.ENCODING, Encoding.class)));
    return new SyncSettings(
        config,
        reader.wholeNumber(SyncOptions.PERIOD, 0),
        reader.duration(ModelOptions.PUBLISH_INTERVAL, Duration.ZERO));
  }
}

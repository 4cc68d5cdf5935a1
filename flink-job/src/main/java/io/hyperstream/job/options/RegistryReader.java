package io.hyperstream.job.options;

import io.hyperstream.job.registry.RegistrySettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** Reads the {@link RegistryOptions}. */
public final class RegistryReader {

  private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);

  private RegistryReader() {}

  /**
   * The settings, if there is a {@code registry.url}.
   *
   * @throws OptionException if one is wrong, or contradicts another
   */
  public static Optional<RegistrySettings> read(Map<String, String> options) {
    return read(new OptionReader(Configuration.fromMap(options)));
  }

  static Optional<RegistrySettings> read(OptionReader reader) {
    if (!reader.isSet(RegistryOptions.URL)) {
      return Optional.empty();
    }
    if (reader.isSet(RegistryOptions.TOKEN) && reader.isSet(RegistryOptions.USER)) {
      throw new OptionException(
          RegistryOptions.TOKEN.key(),
          "option %s is for a login without %s; give one of them"
              .formatted(RegistryOptions.TOKEN.key(), RegistryOptions.USER.key()));
    }
    requireBoth(reader, RegistryOptions.USER, RegistryOptions.PASSWORD);
    requireBoth(reader, RegistryOptions.PASSWORD, RegistryOptions.USER);
    return Optional.of(
        new RegistrySettings(
                url(reader.text(RegistryOptions.URL)),
                reader.duration(RegistryOptions.TIMEOUT, MIN_TIMEOUT))
            .withLogin(
                textOrNull(reader, RegistryOptions.USER),
                textOrNull(reader, RegistryOptions.PASSWORD))
            .withToken(textOrNull(reader, RegistryOptions.TOKEN))
            .withTrustStore(
                textOrNull(reader, RegistryOptions.TRUSTSTORE),
                textOrNull(reader, RegistryOptions.TRUSTSTORE_PASSWORD)));
  }

  private static void requireBoth(
      OptionReader reader, ConfigOption<?> given, ConfigOption<?> needed) {
    if (reader.isSet(given) && !reader.isSet(needed)) {
      throw new OptionException(
          needed.key(), "option %s is missing; %s needs it".formatted(needed.key(), given.key()));
    }
  }

  private static String textOrNull(OptionReader reader, ConfigOption<String> option) {
    return reader.isSet(option) ? reader.text(option) : null;
  }

  private static URI url(String text) {
    String key = RegistryOptions.URL.key();
    if (text.contains("@")) {
      // Not shown: what stands before the @ may be a password.
      throw new OptionException(
          key,
          "option %s must not have a login in it; give that in %s and %s"
              .formatted(key, RegistryOptions.USER.key(), RegistryOptions.PASSWORD.key()));
    }
    try {
      URI url = URI.create(text.strip().replaceFirst("/+$", ""));
      if (url.getHost() != null
          && url.getQuery() == null
          && url.getFragment() == null
          && Set.of("http", "https").contains(url.getScheme())) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // as below
    }
    throw OptionException.wrongValue(
        key,
        "an address such as https://registry:8081 or http://registry:8080/apis/ccompat/v7",
        text);
  }
}

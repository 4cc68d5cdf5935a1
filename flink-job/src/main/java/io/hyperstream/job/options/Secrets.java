package io.hyperstream.job.options;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Keeps passwords and the like out of everything that is printed. */
final class Secrets {

  private static final List<String> WORDS = List.of("password", "secret", "jaas", "token", "key");

  private Secrets() {}

  /** Whether the value of an option of that name may be a secret. */
  static boolean isSecret(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return WORDS.stream().anyMatch(name::contains);
  }

  /** The options, sorted, with secret values replaced. */
  static Map<String, String> masked(Map<String, String> options) {
    Map<String, String> masked = new TreeMap<>(options);
    masked.replaceAll((key, value) -> isSecret(key) ? "******" : value);
    return masked;
  }
}

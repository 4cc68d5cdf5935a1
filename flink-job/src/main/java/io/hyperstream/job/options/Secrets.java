package io.hyperstream.job.options;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Keeps passwords and the like out of everything that is printed. */
final class Secrets {

  private static final List<String> WORDS = List.of("password", "secret", "jaas", "token", "key");

  private static final String MASK = "******";

  /** Of a login module's configuration: its class and flag, and the names of its options. */
  private static final String NO_SECRET =
      "^\\s*[\\w.$]+\\s+(required|requisite|sufficient|optional)\\b|\\w+\\s*=";

  private static final String BETWEEN_WORDS = "[\\s\"';]+";

  private static final int MIN_WORD = 4;

  private Secrets() {}

  /** Whether the value of an option of that name may be a secret. */
  static boolean isSecret(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return WORDS.stream().anyMatch(name::contains);
  }

  /** The options, sorted, with secret values replaced. */
  static Map<String, String> masked(Map<String, String> options) {
    Map<String, String> masked = new TreeMap<>(options);
    masked.replaceAll((key, value) -> isSecret(key) ? MASK : value);
    return masked;
  }

  /** The text with every value of a secret option replaced, and with the words of such a value. */
  static String hidden(String text, Map<String, String> options) {
    String hidden = text;
    for (Map.Entry<String, String> option : options.entrySet()) {
      if (isSecret(option.getKey()) && !option.getValue().isEmpty()) {
        hidden = hidden.replace(option.getValue(), MASK);
        for (String word : option.getValue().replaceAll(NO_SECRET, " ").split(BETWEEN_WORDS)) {
          // A shorter word would be found in half of all texts.
          hidden = word.length() < MIN_WORD ? hidden : hidden.replace(word, MASK);
        }
      }
    }
    return hidden;
  }
}

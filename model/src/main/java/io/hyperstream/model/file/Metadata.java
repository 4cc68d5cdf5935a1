package io.hyperstream.model.file;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Texts about a file by their keys. What is read is checked: a wrong one is named. */
final class Metadata {

  private final Map<String, String> texts;

  private Metadata(Map<String, String> texts) {
    this.texts = texts;
  }

  static Metadata empty() {
    return new Metadata(new LinkedHashMap<>());
  }

  static Metadata of(Map<String, String> texts) {
    return new Metadata(texts);
  }

  Map<String, String> texts() {
    return texts;
  }

  /** Leaves out what is null. */
  Metadata put(String key, Object value) {
    if (value != null) {
      texts.put(key, value.toString());
    }
    return this;
  }

  /** Null if it is not there. */
  String find(String key) {
    return texts.get(key);
  }

  String text(String key) {
    String text = find(key);
    if (text == null) {
      throw new IllegalArgumentException("__metadata__ has no '%s'".formatted(key));
    }
    return text;
  }

  /** A number that is not negative. */
  int count(String key) {
    return (int) count(key, Integer.MAX_VALUE);
  }

  /** A number from 0 to {@code max}. */
  long count(String key, long max) {
    String text = text(key);
    if (text.matches("[0-9]{1,19}")) {
      Long value = parsed(text, Long::valueOf);
      if (value != null && value <= max) {
        return value;
      }
    }
    throw wrong(key, "a whole number from 0 to " + max, text);
  }

  long integer(String key) {
    return number(key, "a whole number of 64 bits", Long::valueOf);
  }

  double real(String key) {
    return number(key, "a number", Double::valueOf);
  }

  private <N extends Number> N number(String key, String wanted, Function<String, N> parser) {
    N value = parsed(text(key), parser);
    if (value == null) {
      throw wrong(key, wanted, text(key));
    }
    return value;
  }

  private static <N extends Number> N parsed(String text, Function<String, N> parser) {
    try {
      return parser.apply(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  boolean flag(String key) {
    return switch (text(key)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(key, "true or false", text(key));
    };
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    String text = text(key);
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> value.name().equals(text))
        .findFirst()
        .orElseThrow(() -> wrong(key, "one of " + Arrays.toString(type.getEnumConstants()), text));
  }

  private static IllegalArgumentException wrong(String key, String wanted, String came) {
    return new IllegalArgumentException(
        "__metadata__: '%s' must be %s, but is '%s'".formatted(key, wanted, came));
  }
}

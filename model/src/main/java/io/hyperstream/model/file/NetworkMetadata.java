package io.hyperstream.model.file;

import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Initialisation;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.net.SymbolInput;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a file says of its network, as texts: the shape, and how often it was updated. */
final class NetworkMetadata {

  private static final String FORMAT = "format";
  private static final String THIS_FORMAT = "hyperstream 1";
  private static final String UPDATES = "updates";

  private NetworkMetadata() {}

  static Map<String, String> of(NetworkWeights weights) {
    HyperLstmConfig network = weights.network();
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(FORMAT, THIS_FORMAT);
    texts.put("vocabulary", String.valueOf(network.vocabulary()));
    texts.put("layers", String.valueOf(network.layers()));
    texts.put("hidden", String.valueOf(network.hidden()));
    texts.put("hyper", String.valueOf(network.hyper()));
    texts.put("embedding", String.valueOf(network.signalSize()));
    texts.put("normalisation", network.normalisation().name());
    texts.put("initialisation", network.initialisation().name());
    texts.put("hyperBias", String.valueOf(network.hyperBias()));
    texts.put("softmaxInput", network.softmaxInput().name());
    texts.put("symbolInput", network.symbolInput().name());
    texts.put(UPDATES, String.valueOf(weights.updates()));
    return texts;
  }

  /**
   * @throws IllegalArgumentException if something is missing or wrong
   */
  static HyperLstmConfig network(Map<String, String> texts) {
    if (!THIS_FORMAT.equals(texts.get(FORMAT))) {
      throw new IllegalArgumentException(
          "__metadata__ must say '%s': '%s', but says '%s'; only files that Hyperstream wrote tell what network they are of"
              .formatted(FORMAT, THIS_FORMAT, texts.get(FORMAT)));
    }
    return HyperLstmConfig.builder()
        .vocabulary(integer(texts, "vocabulary"))
        .layers(integer(texts, "layers"))
        .hidden(integer(texts, "hidden"))
        .hyper(integer(texts, "hyper"))
        .signalSize(integer(texts, "embedding"))
        .normalisation(choice(texts, "normalisation", Normalisation.class))
        .initialisation(choice(texts, "initialisation", Initialisation.class))
        .hyperBias(flag(texts, "hyperBias"))
        .softmaxInput(choice(texts, "softmaxInput", SoftmaxInput.class))
        .symbolInput(choice(texts, "symbolInput", SymbolInput.class))
        .build();
  }

  /**
   * @throws IllegalArgumentException if it is missing or wrong
   */
  static long updates(Map<String, String> texts) {
    return number(texts, UPDATES, Long.MAX_VALUE);
  }

  private static int integer(Map<String, String> texts, String key) {
    return (int) number(texts, key, Integer.MAX_VALUE);
  }

  private static long number(Map<String, String> texts, String key, long most) {
    String text = text(texts, key);
    if (text.matches("[0-9]{1,18}") && Long.parseLong(text) <= most) {
      return Long.parseLong(text);
    }
    throw wrong(key, "a whole number from 0 to " + most, text);
  }

  private static boolean flag(Map<String, String> texts, String key) {
    return switch (text(texts, key)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(key, "true or false", text(texts, key));
    };
  }

  private static <E extends Enum<E>> E choice(
      Map<String, String> texts, String key, Class<E> type) {
    String text = text(texts, key);
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> value.name().equals(text))
        .findFirst()
        .orElseThrow(() -> wrong(key, "one of " + Arrays.toString(type.getEnumConstants()), text));
  }

  private static String text(Map<String, String> texts, String key) {
    String text = texts.get(key);
    if (text == null) {
      throw new IllegalArgumentException("__metadata__ has no '%s'".formatted(key));
    }
    return text;
  }

  private static IllegalArgumentException wrong(String key, String wanted, String came) {
    return new IllegalArgumentException(
        "__metadata__: '%s' must be %s, but is '%s'".formatted(key, wanted, came));
  }
}

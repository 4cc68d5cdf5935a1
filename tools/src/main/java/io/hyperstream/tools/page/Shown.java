package io.hyperstream.tools.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a client shows. Nothing else is sent to it.
 *
 * @param stream key of the stream shown in detail; empty for none
 * @param search text that the keys in the list must contain, in lower case; empty for all keys
 * @param rows number of rows in the list
 */
record Shown(String stream, String search, int rows) {

  static final int MAX_ROWS = 200;

  private static final int DEFAULT_ROWS = 30;

  /**
   * Reads the query of a URL, such as {@code stream=a%20log&search=err&rows=40}.
   *
   * @param query the encoded query; null for none
   * @throws IllegalArgumentException if it is malformed
   */
  static Shown parse(String query) {
    String stream = "";
    String search = "";
    int rows = DEFAULT_ROWS;
    for (String parameter : query == null ? new String[0] : query.split("&")) {
      String[] pair = parameter.split("=", 2);
      String value = pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8);
      switch (pair[0]) {
        case "stream" -> stream = value;
        case "search" -> search = value.toLowerCase(Locale.ROOT);
        case "rows" -> rows = Math.max(1, Math.min(MAX_ROWS, Integer.parseInt(value)));
        default -> throw new IllegalArgumentException("there is no parameter " + pair[0]);
      }
    }
    return new Shown(stream, search, rows);
  }

  boolean matches(String key) {
    return search.isEmpty() || key.toLowerCase(Locale.ROOT).contains(search);
  }
}

package io.hyperstream.model.net;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names of tensors with their shapes, rows first. */
public final class Shapes {

  private static final String NONE = "none";

  private Shapes() {}

  public static Map<String, List<Long>> of(ParameterTable layout) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    for (ParameterTable.Entry entry : layout.entries()) {
      shapes.put(entry.name(), List.of((long) entry.rows(), (long) entry.columns()));
    }
    return shapes;
  }

  /**
   * @throws IllegalArgumentException that names the first tensor that differs, or that only one
   *     side has
   */
  public static void requireSame(Map<String, List<Long>> wanted, Map<String, List<Long>> came) {
    wanted.forEach((name, shape) -> requireEqual(name, shape, came.get(name)));
    came.forEach((name, shape) -> requireEqual(name, wanted.get(name), shape));
  }

  private static void requireEqual(String name, List<Long> wanted, List<Long> came) {
    if (wanted == null || !wanted.equals(came)) {
      throw new IllegalArgumentException(
          "%s: wanted %s, came %s".formatted(name, shown(wanted), shown(came)));
    }
  }

  private static String shown(List<Long> shape) {
    return shape == null ? NONE : shape.toString();
  }
}

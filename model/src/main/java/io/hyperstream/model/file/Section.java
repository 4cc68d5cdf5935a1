package io.hyperstream.model.file;

import io.hyperstream.model.net.ParameterTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An array in memory and the tensors that hold it in a file, one after the other.
 *
 * @param parts that fill the array
 */
record Section(Values values, List<Part> parts) {

  /**
   * A tensor.
   *
   * @param from its first number in the array
   */
  record Part(String name, List<Long> shape, int from, int count) {}

  Section {
    int size = parts.stream().mapToInt(Part::count).sum();
    if (size != values.length()) {
      throw new IllegalArgumentException(
          "%s: wanted %d numbers, came %d".formatted(parts.get(0).name(), size, values.length()));
    }
  }

  /** A tensor that has the whole array. */
  static Section of(String name, Values values, int... shape) {
    int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    List<Long> sides = Arrays.stream(shape).mapToObj(side -> (long) side).toList();
    return new Section(values, List.of(new Part(name, sides, 0, size)));
  }

  /**
   * A number for each parameter of a network, in the order of the arena.
   *
   * @param prefix of the tensors' names, before those of the parameters
   */
  static Section of(ParameterTable layout, String prefix, Values values) {
    List<Part> parts = new ArrayList<>();
    for (ParameterTable.Entry entry : layout.entries()) {
      List<Long> shape = List.of((long) entry.rows(), (long) entry.columns());
      parts.add(new Part(prefix + entry.name(), shape, entry.offset(), entry.size()));
    }
    return new Section(values, parts);
  }
}

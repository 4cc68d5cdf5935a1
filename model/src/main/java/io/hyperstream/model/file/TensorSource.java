package io.hyperstream.model.file;

import io.hyperstream.model.net.ParameterTable;
import io.hyperstream.model.net.Shapes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Hands out arrays for the tensors of a file and fills them later, in the file's order. Memory for
 * an array is taken only when its tensors have the names, shapes and types that are wanted.
 */
final class TensorSource {

  private final Map<String, Header.Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, Target> targets = new HashMap<>();
  private final Metadata metadata;
  private final ParameterTable layout;

  /** Where the numbers of a tensor go. */
  private record Target(Values values, int from, int to) {}

  /**
   * @param layout of the network
   */
  TensorSource(Header header, Metadata metadata, ParameterTable layout) {
    header.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    this.metadata = metadata;
    this.layout = layout;
  }

  Metadata metadata() {
    return metadata;
  }

  /** Whether there is a tensor whose name begins like that. */
  boolean has(String prefix) {
    return tensors.keySet().stream().anyMatch(name -> name.startsWith(prefix));
  }

  /** The weights: all tensors that are of no group. Each may have a type of its own. */
  float[] weights() {
    Map<String, List<Long>> came = new LinkedHashMap<>();
    tensors.values().stream()
        .filter(tensor -> !Group.isInAny(tensor.name()))
        .forEach(tensor -> came.put(tensor.name(), tensor.shape()));
    Shapes.requireSame(Shapes.of(layout), came);
    Map<String, DType> types =
        came.keySet().stream()
            .collect(Collectors.toMap(name -> name, name -> weightType(tensors.get(name))));
    float[] array = new float[layout.size()];
    for (ParameterTable.Entry entry : layout.entries()) {
      Values values = types.get(entry.name()).values(array);
      targets.put(entry.name(), new Target(values, entry.offset(), entry.offset() + entry.size()));
    }
    return array;
  }

  private static DType weightType(Header.Tensor tensor) {
    return Arrays.stream(DType.values())
        .filter(type -> type.name().equals(tensor.type()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: dtype must be one of %s, but is \"%s\""
                        .formatted(tensor.name(), Arrays.toString(DType.values()), tensor.type())));
  }

  /** A float for each parameter, of tensors that have the prefix before the parameter's name. */
  float[] parameters(String prefix) {
    for (ParameterTable.Entry entry : layout.entries()) {
      require(prefix + entry.name(), Element.F32, entry.rows(), entry.columns());
    }
    float[] array = new float[layout.size()];
    target(Section.of(layout, prefix, Values.floats(array)));
    return array;
  }

  float[] floats(String name, int... shape) {
    return array(name, Element.F32, float[]::new, Values::floats, shape);
  }

  int[] ints(String name, int... shape) {
    return array(name, Element.I32, int[]::new, Values::ints, shape);
  }

  double[] doubles(String name, int... shape) {
    return array(name, Element.F64, double[]::new, Values::doubles, shape);
  }

  short[] halves(String name, int... shape) {
    return array(name, Element.BF16, short[]::new, Values::halves, shape);
  }

  byte[] bytes(String name, int... shape) {
    return array(name, Element.U8, byte[]::new, Values::bytes, shape);
  }

  private <A> A array(
      String name,
      Element element,
      Function<Integer, A> allocate,
      Function<A, Values> values,
      int... shape) {
    require(name, element, shape);
    A array = allocate.apply(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    target(Section.of(name, values.apply(array), shape));
    return array;
  }

  private void target(Section section) {
    for (Section.Part part : section.parts()) {
      targets.put(
          part.name(), new Target(section.values(), part.from(), part.from() + part.count()));
    }
  }

  /** The length of a side of a tensor. */
  int side(String name, int index) {
    Header.Tensor tensor = find(name);
    if (index >= tensor.shape().size() || tensor.shape().get(index) > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%s: the shape %s cannot be read".formatted(name, tensor.shape()));
    }
    return tensor.shape().get(index).intValue();
  }

  /** The type of a tensor. */
  String type(String name) {
    return find(name).type();
  }

  private Header.Tensor find(String name) {
    Header.Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("%s: wanted a tensor, came none".formatted(name));
    }
    return tensor;
  }

  private void require(String name, Element element, int... shape) {
    Header.Tensor tensor = tensors.get(name);
    List<Long> sides = Arrays.stream(shape).mapToObj(side -> (long) side).toList();
    if (tensor == null || !tensor.shape().equals(sides) || !tensor.type().equals(element.name())) {
      throw new IllegalArgumentException(
          "%s: wanted %s of %s, came %s"
              .formatted(
                  name,
                  sides,
                  element,
                  tensor == null ? "none" : tensor.shape() + " of " + tensor.type()));
    }
  }

  /** Fills the arrays. The stream stands at the first byte after the header. */
  void fill(InputStream in) throws IOException {
    Blocks blocks = new Blocks();
    for (Header.Tensor tensor : tensors.values()) {
      Target target = targets.get(tensor.name());
      if (target == null) {
        in.skipNBytes(tensor.to() - tensor.from());
      } else {
        blocks.read(target.values(), target.from(), target.to(), in);
      }
    }
  }
}

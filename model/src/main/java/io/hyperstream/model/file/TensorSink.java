package io.hyperstream.model.file;

import io.hyperstream.model.net.ParameterTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what a file is to hold: metadata, and arrays that are written later. */
final class TensorSink {

  private final Metadata metadata = Metadata.empty();
  private final List<Section> sections = new ArrayList<>();
  private final ParameterTable layout;

  /**
   * @param layout of the network
   */
  TensorSink(ParameterTable layout) {
    this.layout = layout;
  }

  Metadata metadata() {
    return metadata;
  }

  /** A number for each parameter, in tensors that have the prefix before the parameter's name. */
  void parameters(String prefix, Values values) {
    sections.add(Section.of(layout, prefix, values));
  }

  /** One tensor. */
  void tensor(String name, Values values, int... shape) {
    sections.add(Section.of(name, values, shape));
  }

  /** Those with the largest elements come first, so that each tensor is aligned to its elements. */
  List<Section> sections() {
    List<Section> sorted = new ArrayList<>(sections);
    sorted.sort(
        Comparator.comparingInt((Section section) -> section.values().element().bytes())
            .reversed());
    return sorted;
  }

  Header header() {
    List<Header.Tensor> tensors = new ArrayList<>();
    long from = 0;
    for (Section section : sections()) {
      Element element = section.values().element();
      for (Section.Part part : section.parts()) {
        long to = from + (long) part.count() * element.bytes();
        tensors.add(new Header.Tensor(part.name(), element.name(), part.shape(), from, to));
        from = to;
      }
    }
    return new Header(metadata.texts(), tensors);
  }
}

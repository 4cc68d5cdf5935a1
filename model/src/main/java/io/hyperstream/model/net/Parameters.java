package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.net.ParameterTable.Entry;
import java.util.HashMap;
import java.util.Map;

/**
 * One float for each parameter of a network, in the memory of a back end: the weights, their
 * gradient, or a moment of it. One contiguous arena with named views.
 */
public final class Parameters {

  private static final String PURPOSE = "parameters, their gradient and its moments";

  private final ParameterTable layout;
  private final Kernels kernels;
  private final boolean areWeights;
  private final Matrix arena;
  private final Map<String, Matrix> views = new HashMap<>();

  /** A gradient or a moment, all zero. */
  public Parameters(ParameterTable layout, Kernels kernels) {
    this(layout, kernels, false);
  }

  private Parameters(ParameterTable layout, Kernels kernels, boolean areWeights) {
    this.layout = layout;
    this.kernels = kernels;
    this.areWeights = areWeights;
    this.arena = kernels.allocate(PURPOSE, 1, layout.size());
    for (Entry e : layout.entries()) {
      views.put(e.name(), kernels.view(arena, e.offset(), e.rows(), e.columns(), e.columns()));
    }
  }

  /** Weights, all zero. What the kernels derive from them follows each of their changes. */
  public static Parameters weights(ParameterTable layout, Kernels kernels) {
    return new Parameters(layout, kernels, true);
  }

  public Matrix arena() {
    return arena;
  }

  /** The parameter of that name. */
  public Matrix get(String name) {
    layout.entry(name);
    return views.get(name);
  }

  /** The parameter of that name, or null if the network has none. */
  public Matrix find(String name) {
    return views.get(name);
  }

  /** The rows of a group that is updated by rows. */
  public Matrix rows(ParameterGroup group) {
    int columns = group.columns();
    return kernels.view(arena, group.from(), group.rows(), columns, columns);
  }

  /** A copy on the host. */
  public float[] toArray() {
    float[] values = new float[layout.size()];
    get(values);
    return values;
  }

  /** Copies all values to the host. */
  public void get(float[] target) {
    kernels.download(arena, 0, 1, target, 0);
  }

  /** Replaces all values. */
  public void set(float[] values) {
    if (values.length != layout.size()) {
      throw new IllegalArgumentException(
          "this network has %d parameters, but %d came".formatted(layout.size(), values.length));
    }
    kernels.upload(values, 0, arena, 0, 1);
    changed();
  }

  /** For an optimiser, once it has changed them where they lie. */
  public void changed() {
    if (areWeights) {
      kernels.weightsChanged();
    }
  }
}

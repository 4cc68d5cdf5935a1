package io.hyperstream.model.kernels.nd4j;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Views of one array: to make one costs as much as to compute with it, so they are kept.
 *
 * @param <K> what tells them apart
 */
final class Views<K> {

  /** A new start is made when there are more, as there may be of windows of all lengths. */
  private static final int MOST = 1024;

  private final Map<K, INDArray> views = new HashMap<>();

  INDArray get(K key, Function<K, INDArray> maker) {
    INDArray view = views.get(key);
    if (view == null) {
      if (views.size() == MOST) {
        views.clear();
      }
      view = maker.apply(key);
      views.put(key, view);
    }
    return view;
  }
}

package io.hyperstream.model.kernels.nd4j;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Views of one array. Making one costs as much as computing with it, so they are kept.
 *
 * @param <K> what tells them apart
 */
final class Views<K> {

  /** When there are more, all are dropped: windows of all lengths can need very many. */
  private static final int MAX = 1024;

  private final Map<K, INDArray> views = new HashMap<>();

  INDArray get(K key, Function<K, INDArray> maker) {
    INDArray view = views.get(key);
    if (view == null) {
      if (views.size() == MAX) {
        views.clear();
      }
      view = maker.apply(key);
      views.put(key, view);
    }
    return view;
  }
}

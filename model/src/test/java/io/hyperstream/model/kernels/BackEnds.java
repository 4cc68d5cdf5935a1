package io.hyperstream.model.kernels;

import io.hyperstream.model.kernels.nd4j.Nd4jSupport;
import io.hyperstream.model.kernels.vector.HeapKernels;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The back ends that the same tests hold to the same results. */
public final class BackEnds {

  private BackEnds() {}

  /** New kernels of each. */
  public static Stream<Named<Kernels>> all() {
    return Stream.of(HeapKernels.plain(1), HeapKernels.vector(1), Nd4jSupport.open(0))
        .map(kernels -> Named.of(kernels.name(), kernels));
  }
}

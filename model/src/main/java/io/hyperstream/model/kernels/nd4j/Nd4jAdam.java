package io.hyperstream.model.kernels.nd4j;

import io.hyperstream.model.kernels.AdamUpdate;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;

/** The update of {@link AdamUpdate}, some floats at a time, so that it needs little memory. */
final class Nd4jAdam {

  private static final int PART = 1 << 18;

  // Of one part: the gradient, which becomes the move, and what it is divided by.
  private final Nd4jMatrix moves;
  private final Nd4jMatrix roots;

  Nd4jAdam(Nd4jMemory memory) {
    this.moves = memory.allocate(1, PART);
    this.roots = memory.allocate(1, PART);
  }

  /**
   * Updates the floats {@code from} to {@code to - 1}.
   *
   * @param m null when beta1 is 0
   */
  void update(
      AdamUpdate update,
      long n,
      Nd4jMatrix weights,
      Nd4jMatrix g,
      Nd4jMatrix m,
      Nd4jMatrix v,
      long from,
      long to) {
    for (long at = from; at < to; at += PART) {
      int size = (int) Math.min(PART, to - at);
      part(
          update,
          n,
          weights.flat(at, 1, size),
          g.flat(at, 1, size),
          m == null ? null : m.flat(at, 1, size),
          v.flat(at, 1, size));
    }
  }

  private void part(
      AdamUpdate update, long n, INDArray weights, INDArray g, INDArray m, INDArray v) {
    int size = (int) g.length();
    INDArray move = moves.flat(0, 1, size);
    INDArray root = roots.flat(0, 1, size);
    move.assign(g);
    move.muli(update.gradientScale());

    Ops.multiply(move, move, root);
    root.muli(1 - update.beta2());
    v.muli(update.beta2());
    Ops.add(v, root, v);
    root.assign(v);
    root.muli(AdamUpdate.correction(update.beta2(), n));
    Ops.run(new Sqrt(root, root));
    root.addi(update.epsilon());

    if (m != null) {
      move.muli(1 - update.beta1());
      m.muli(update.beta1());
      Ops.add(m, move, m);
      move.assign(m);
    }
    move.muli(update.rate() * AdamUpdate.correction(update.beta1(), n));
    Ops.divide(move, root, move);
    Ops.clip(move, -update.maxMove(), update.maxMove());
    Ops.subtract(weights, move, weights);
  }
}

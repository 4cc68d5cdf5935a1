package io.hyperstream.model.kernels.nd4j;

import io.hyperstream.model.kernels.nd4j.Ops.Form;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.same.Max;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The softmax of some rows of logits, its loss and its gradient. Not by ND4J's own operations: with
 * them a target whose probability is too small for a float costs infinitely many bits.
 */
final class Nd4jSoftmax {

  private static final double LN_2 = Math.log(2);

  private final Nd4jMemory memory;

  // A number for each row: the largest logit, that of the target, and the sum of the exponentials.
  // For as many rows as there have been at most.
  private Nd4jMatrix largest;
  private Nd4jMatrix ofTarget;
  private Nd4jMatrix sums;

  Nd4jSoftmax(Nd4jMemory memory) {
    this.memory = memory;
  }

  /** As {@link io.hyperstream.model.kernels.Kernels#softmaxLoss} says. */
  void loss(
      Nd4jMatrix logits,
      int row,
      int rows,
      Nd4jIndices targets,
      Nd4jMatrix scales,
      Nd4jMatrix bits) {
    reserve(logits.rows());
    int symbols = logits.columns();
    INDArray l = logits.rows(row, rows);
    INDArray all = logits.flat((long) row * symbols, rows * symbols, 1);
    INDArray sum = sums.flat(0, rows, 1);
    INDArray target = ofTarget.flat(0, rows, 1);
    INDArray scale = scales.flat(row, rows, 1);

    INDArray max = largest.flat(0, rows, 1);
    Ops.run(new Max(l, max, true, 1));
    Ops.subtract(l, max, l);
    try (INDArray places = places(targets, row, rows, symbols)) {
      Ops.gather(all, places, target);
      Ops.run(new Exp(l, l));
      Ops.product(Form.PLAIN, l, memory.ones(symbols).flat(0, symbols, 1), 1, sum);

      INDArray cost = bits.flat(row, rows, 1);
      Ops.run(new Log(sum, cost));
      Ops.subtract(cost, target, cost);
      cost.muli(1 / LN_2);

      Ops.divide(scale, sum, sum);
      Ops.multiply(l, sum, l);
      Ops.scatterSubtract(scale, places, all);
    }
  }

  private void reserve(int rows) {
    if (sums == null || sums.columns() < rows) {
      largest = memory.allocate(1, rows);
      ofTarget = memory.allocate(1, rows);
      sums = memory.allocate(1, rows);
    }
  }

  /** Where the target of each row is among all logits. */
  private static INDArray places(Nd4jIndices targets, int row, int rows, int symbols) {
    long[] places = new long[rows];
    for (int r = 0; r < rows; r++) {
      places[r] = (long) r * symbols + targets.get(row + r);
    }
    return Nd4j.createFromArray(places);
  }
}

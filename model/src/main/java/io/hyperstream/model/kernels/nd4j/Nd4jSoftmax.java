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

  // Of their size: the logits less the largest, and those times their exponentials.
  private Nd4jMatrix shifted;
  private Nd4jMatrix weighted;

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
    reserve(logits);
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
      INDArray difference = shifted.rows(0, rows);
      difference.assign(l);
      Ops.run(new Exp(l, l));
      INDArray ones = memory.ones(symbols).flat(0, symbols, 1);
      Ops.product(Form.PLAIN, l, ones, 1, sum);

      INDArray cost = bits.flat(row, rows, 1);
      Ops.run(new Log(sum, cost));
      moments(l, difference, sum, cost, bits, row);
      Ops.subtract(cost, target, cost);
      cost.muli(1 / LN_2);

      Ops.divide(scale, sum, sum);
      Ops.multiply(l, sum, l);
      Ops.scatterSubtract(scale, places, all);
    }
  }

  /** The mean and the variance of the bits, in the rows below them. */
  private void moments(
      INDArray exponentials,
      INDArray difference,
      INDArray sum,
      INDArray logSum,
      Nd4jMatrix bits,
      int row) {
    int rows = (int) exponentials.size(0);
    int symbols = (int) exponentials.size(1);
    INDArray ones = memory.ones(symbols).flat(0, symbols, 1);
    INDArray product = weighted.rows(0, rows);
    INDArray mean = bits.flat((long) bits.columns() + row, rows, 1);
    INDArray variance = bits.flat(2L * bits.columns() + row, rows, 1);
    Ops.multiply(exponentials, difference, product);
    Ops.product(Form.PLAIN, product, ones, 1, mean);
    Ops.divide(mean, sum, mean);
    Ops.multiply(product, difference, product);
    Ops.product(Form.PLAIN, product, ones, 1, variance);
    Ops.divide(variance, sum, variance);
    INDArray square = largest.flat(0, rows, 1);
    Ops.multiply(mean, mean, square);
    Ops.subtract(variance, square, variance);
    variance.muli(1 / (LN_2 * LN_2));
    Ops.subtract(logSum, mean, mean);
    mean.muli(1 / LN_2);
  }

  private void reserve(Nd4jMatrix logits) {
    int rows = logits.rows();
    if (sums == null || sums.columns() < rows || shifted.columns() != logits.columns()) {
      largest = memory.allocate(1, rows);
      ofTarget = memory.allocate(1, rows);
      sums = memory.allocate(1, rows);
      shifted = memory.allocate(rows, logits.columns());
      weighted = memory.allocate(rows, logits.columns());
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

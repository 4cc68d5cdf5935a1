package io.hyperstream.model.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.DivOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.SubOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's operations, each writing to memory that exists already; where it works element by element,
 * that may be an operand's. An operand of one row, column or part is repeated to match the other.
 */
final class Ops {

  private Ops() {}

  static void add(INDArray a, INDArray b, INDArray out) {
    Nd4j.getExecutioner().exec(new AddOp(a, b, out));
  }

  static void subtract(INDArray a, INDArray b, INDArray out) {
    Nd4j.getExecutioner().exec(new SubOp(a, b, out));
  }

  static void multiply(INDArray a, INDArray b, INDArray out) {
    Nd4j.getExecutioner().exec(new MulOp(a, b, out));
  }

  static void divide(INDArray a, INDArray b, INDArray out) {
    Nd4j.getExecutioner().exec(new DivOp(a, b, out));
  }

  /** One of the operations with an array and a result. */
  static void run(Op op) {
    Nd4j.getExecutioner().exec(op);
  }

  /** How the factors of a product are taken. */
  enum Form {
    /** out = a b. */
    PLAIN(0, 0),
    /** out = a^T b. */
    LEFT_TRANSPOSED(1, 0),
    /** out = a b^T. */
    RIGHT_TRANSPOSED(0, 1);

    private final long left;
    private final long right;

    Form(long left, long right) {
      this.left = left;
      this.right = right;
    }
  }

  /**
   * {@code out (+)= factor * a b}, or so for each part. ND4J hands factors that lie in one piece to
   * BLAS, and works on others itself, many times slower; the result may be columns of a matrix.
   */
  static void product(Form form, INDArray a, INDArray b, double factor, INDArray out, boolean add) {
    DynamicCustomOp op = custom("matmul", out, a, b);
    op.addIArgument(form.left, form.right, 0);
    op.addTArgument(factor, add ? 1 : 0);
    Nd4j.getExecutioner().exec(op);
  }

  static void product(Form form, INDArray a, INDArray b, double factor, INDArray out) {
    product(form, a, b, factor, out, false);
  }

  /** Row r of the result becomes row {@code index[r]} of the table. */
  static void gather(INDArray table, INDArray index, INDArray out) {
    DynamicCustomOp op = custom("gather", out, table, index);
    op.addIArgument(0);
    Nd4j.getExecutioner().exec(op);
  }

  /** Adds row r of the values to row {@code index[r]} of the table; rows may be named twice. */
  static void scatterAdd(INDArray values, INDArray index, INDArray table) {
    DynamicCustomOp op = custom("scatter_add", table, table, index, values);
    // Locked: one addition after the other.
    op.addBArgument(true);
    Nd4j.getExecutioner().exec(op);
  }

  /** Takes row r of the values from row {@code index[r]} of the table; none is named twice. */
  static void scatterSubtract(INDArray values, INDArray index, INDArray table) {
    Nd4j.getExecutioner().exec(custom("scatter_sub", table, table, index, values));
  }

  /** Limits values to the bounds. */
  static void clip(INDArray values, double from, double to) {
    DynamicCustomOp op = custom("clipbyvalue", values, values);
    op.addTArgument(from, to);
    Nd4j.getExecutioner().exec(op);
  }

  private static DynamicCustomOp custom(String name, INDArray out, INDArray... in) {
    return new DynamicCustomOp(name, in, new INDArray[] {out});
  }
}

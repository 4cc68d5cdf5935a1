package io.hyperstream.model.net.output;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.RowFetch;
import io.hyperstream.model.kernels.WindowRows;
import io.hyperstream.model.net.gradient.WeightProduct;

/**
 * What the outputs of a shard share, whatever they stand for: they are {@code hidden W + b}, a
 * column for each, and a loss turns them into their gradient.
 */
abstract class ProductOutput implements ShardOutput {

  final Kernels kernels;
  final WindowRows rows;

  /** After the loss their gradient. */
  final Matrix outputs;

  /** Of the loss of each row. */
  final float[] lossScales;

  final Matrix scales;

  /** A row with the bits of each target, one with their expectation and one with their variance. */
  final Matrix bits;

  private final OutputParameters parameters;
  private final Matrix hidden;
  private final Matrix dHidden;
  private final float[] targetBits;
  private final float[] expectation;
  private final float[] variance;
  private final RowFetch logitRows;

  /** Logits of rows that went forward in turn; empty until some do. */
  private float[] logits = {};

  private boolean inTurns;
  private final RowFetch bitRows;

  ProductOutput(
      OutputParameters parameters,
      Kernels kernels,
      WindowRows rows,
      Matrix hidden,
      Matrix dHidden) {
    this.parameters = parameters;
    this.kernels = kernels;
    this.rows = rows;
    this.hidden = hidden;
    this.dHidden = dHidden;
    int maxRows = rows.maxRows();
    String purpose = rows.purpose();
    this.outputs = kernels.allocate(purpose, maxRows, parameters.weight().columns());
    this.lossScales = new float[maxRows];
    this.scales = kernels.allocate(purpose, 1, maxRows);
    this.targetBits = new float[maxRows];
    this.expectation = new float[maxRows];
    this.variance = new float[maxRows];
    this.bits = kernels.allocate(purpose, 3, maxRows);
    this.logitRows = kernels.rowFetch();
    this.bitRows = kernels.rowFetch();
  }

  /** Uploads the targets of so many rows. */
  abstract void uploadTargets(int rows);

  /** Writes the three rows of {@link #bits}, and the gradient in the place of the outputs. */
  abstract void computeLoss();

  @Override
  public final void upload(int rows) {
    uploadTargets(rows);
    kernels.upload(lossScales, 0, scales, 0, 1);
    inTurns = false;
  }

  @Override
  public final void forward(int row, int rows) {
    kernels.fillRows(outputs, row, rows, parameters.bias());
    kernels.multiply(hidden, row, parameters.weight(), outputs, row, rows, true);
  }

  @Override
  public final void forwardInTurn(int row, int rows, int apart) {
    int n = outputs.columns();
    if (logits.length == 0) {
      logits = new float[outputs.rows() * n];
    }
    for (int r = 0; r < rows; r++) {
      kernels.fillRows(outputs, row + r * apart, 1, parameters.bias());
    }
    kernels.multiply(hidden, row, parameters.weight(), outputs, row, rows, apart, true);
    for (int r = 0; r < rows; r++) {
      kernels.download(outputs, row + r * apart, 1, logits, (row + r * apart) * n);
    }
    inTurns = true;
  }

  @Override
  public final void fetchLogits() {
    logitRows.start(outputs, rows.first(), rows.symbols());
  }

  @Override
  public final void awaitLogits() {
    logitRows.await();
  }

  @Override
  public final void getLogits(int row, float[] target, int offset) {
    if (inTurns) {
      System.arraycopy(logits, row * outputs.columns(), target, offset, outputs.columns());
    } else {
      logitRows.get(row, target, offset);
    }
  }

  @Override
  public final void loss() {
    computeLoss();
    bitRows.start(bits, 0, 3);
  }

  @Override
  public final void awaitBits() {
    bitRows.await();
    bitRows.get(0, targetBits, 0);
    bitRows.get(1, expectation, 0);
    bitRows.get(2, variance, 0);
  }

  @Override
  public final float bits(int row) {
    return targetBits[row];
  }

  @Override
  public final float expectation(int row) {
    return expectation[row];
  }

  @Override
  public final float variance(int row) {
    return variance[row];
  }

  @Override
  public final void moveRow(int from, int to) {
    kernels.copyRows(outputs, from, outputs, to, 1);
  }

  @Override
  public final void backward() {
    int from = rows.first();
    kernels.multiplyTransposed(
        outputs, from, parameters.weight(), dHidden, from, rows.symbols(), true);
  }

  @Override
  public final WeightProduct weightProduct() {
    return new WeightProduct(hidden, outputs, false, parameters.weightGradient());
  }

  @Override
  public final void biasGradient(Kernels kernels, boolean add) {
    kernels.sumRows(outputs, rows.first(), rows.symbols(), parameters.biasGradient(), add);
  }
}

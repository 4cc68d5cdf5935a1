package io.hyperstream.model.net.output;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.DensityStage;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.RowFetch;
import io.hyperstream.model.kernels.WindowRows;
import io.hyperstream.model.net.gradient.WeightProduct;

/**
 * A density of vectors: a mixture whose parameters are {@code hidden W + b}.
 *
 * @param config what the parameters stand for
 * @param weight W, a row for each hidden unit, a column for each parameter
 * @param bias b, one row
 */
public record MixtureDensity(
    DensityConfig config, Matrix weight, Matrix bias, Matrix weightGradient, Matrix biasGradient)
    implements OutputHead {

  @Override
  public ShardOutput shard(Kernels kernels, WindowRows rows, Matrix hidden, Matrix dHidden) {
    return new Share(kernels, rows, hidden, dHidden);
  }

  private final class Share implements ShardOutput {

    private final Kernels kernels;
    private final WindowRows rows;
    private final Matrix hidden;
    private final Matrix dHidden;

    /** After the loss their gradient. */
    private final Matrix outputs;

    private final float[] hostTargets;
    private final Matrix targets;
    private final DensityStage density;
    private final float[] lossScales;
    private final Matrix scales;
    private final float[] targetBits;
    private final float[] expectation;
    private final float[] variance;

    /** A row with each of the three. */
    private final Matrix bits;

    private final RowFetch logitRows;
    private final RowFetch bitRows;

    Share(Kernels kernels, WindowRows rows, Matrix hidden, Matrix dHidden) {
      this.kernels = kernels;
      this.rows = rows;
      this.hidden = hidden;
      this.dHidden = dHidden;
      int maxRows = rows.maxRows();
      String purpose = rows.purpose();
      this.outputs = kernels.allocate(purpose, maxRows, weight.columns());
      this.hostTargets = new float[maxRows * config.targets()];
      this.targets = kernels.allocate(purpose, maxRows, config.targets());
      this.density = kernels.density(config);
      this.lossScales = new float[maxRows];
      this.scales = kernels.allocate(purpose, 1, maxRows);
      this.targetBits = new float[maxRows];
      this.expectation = new float[maxRows];
      this.variance = new float[maxRows];
      this.bits = kernels.allocate(purpose, 3, maxRows);
      this.logitRows = kernels.rowFetch();
      this.bitRows = kernels.rowFetch();
    }

    @Override
    public void setTarget(int row, int symbol, float lossScale) {
      throw new UnsupportedOperationException("this network predicts vectors");
    }

    @Override
    public void setTargets(int row, double[] targets, int offset, float lossScale) {
      int to = row * config.targets();
      for (int i = 0; i < config.targets(); i++) {
        hostTargets[to + i] = (float) targets[offset + i];
      }
      lossScales[row] = lossScale;
    }

    @Override
    public void upload(int rows) {
      kernels.upload(hostTargets, 0, targets, 0, rows);
      kernels.upload(lossScales, 0, scales, 0, 1);
    }

    @Override
    public void forward(int row, int rows) {
      kernels.fillRows(outputs, row, rows, bias);
      kernels.multiply(hidden, row, weight, outputs, row, rows, true);
    }

    @Override
    public void fetchLogits() {
      logitRows.start(outputs, rows.first(), rows.symbols());
    }

    @Override
    public void awaitLogits() {
      logitRows.await();
    }

    @Override
    public void getLogits(int row, float[] target, int offset) {
      logitRows.get(row, target, offset);
    }

    @Override
    public void loss() {
      density.loss(outputs, rows.first(), rows.symbols(), targets, scales, bits);
      bitRows.start(bits, 0, 3);
    }

    @Override
    public void awaitBits() {
      bitRows.await();
      bitRows.get(0, targetBits, 0);
      bitRows.get(1, expectation, 0);
      bitRows.get(2, variance, 0);
    }

    @Override
    public float bits(int row) {
      return targetBits[row];
    }

    @Override
    public float expectation(int row) {
      return expectation[row];
    }

    @Override
    public float variance(int row) {
      return variance[row];
    }

    @Override
    public void getProbabilities(int row, float[] target) {
      throw new UnsupportedOperationException("this network predicts vectors");
    }

    @Override
    public void backward() {
      int from = rows.first();
      kernels.multiplyTransposed(outputs, from, weight, dHidden, from, rows.symbols(), true);
    }

    @Override
    public WeightProduct weightProduct() {
      return new WeightProduct(hidden, outputs, false, weightGradient);
    }

    @Override
    public void biasGradient(Kernels kernels, boolean add) {
      kernels.sumRows(outputs, rows.first(), rows.symbols(), biasGradient, add);
    }
  }
}

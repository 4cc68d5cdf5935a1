package io.hyperstream.model.net.output;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;

/**
 * A distribution over symbols: softmax of {@code hidden W + b}.
 *
 * @param weight W, a row for each hidden unit, a column for each symbol
 * @param bias b, one row
 */
public record Softmax(Matrix weight, Matrix bias, Matrix weightGradient, Matrix biasGradient)
    implements OutputHead {

  @Override
  public ShardOutput shard(Kernels kernels, WindowRows rows, Matrix hidden, Matrix dHidden) {
    return new Share(kernels, rows, hidden, dHidden);
  }

  private final class Share extends ProductOutput {

    private final Indices targets;

    Share(Kernels kernels, WindowRows rows, Matrix hidden, Matrix dHidden) {
      super(new Head(weight, bias, weightGradient, biasGradient), kernels, rows, hidden, dHidden);
      this.targets = kernels.indices(rows.maxRows());
    }

    @Override
    public void setTarget(int row, int symbol, float lossScale) {
      targets.values()[row] = symbol;
      lossScales[row] = lossScale;
    }

    @Override
    public void setTargets(int row, double[] targets, int offset, float lossScale) {
      throw new UnsupportedOperationException("this network predicts symbols");
    }

    @Override
    void uploadTargets(int rows) {
      kernels.upload(targets, rows);
    }

    @Override
    void computeLoss() {
      kernels.softmaxLoss(outputs, rows.first(), rows.symbols(), targets, scales, bits);
    }

    @Override
    public void getProbabilities(int row, float[] target) {
      kernels.download(outputs, row, 1, target, 0);
      for (int i = 0; i < target.length; i++) {
        target[i] /= lossScales[row];
      }
      target[targets.values()[row]] += 1;
    }
  }
}

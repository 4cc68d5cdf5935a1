package io.hyperstream.model.net.output;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;

/**
 * A distribution over symbols: the softmax of an output for each symbol.
 *
 * @param parameters of the outputs
 */
public record Softmax(OutputParameters parameters) implements OutputHead {

  @Override
  public ShardOutput shard(Kernels kernels, WindowRows rows, Matrix hidden, Matrix dHidden) {
    return new Share(kernels, rows, hidden, dHidden);
  }

  private final class Share extends ProductOutput {

    private final Indices targets;

    Share(Kernels kernels, WindowRows rows, Matrix hidden, Matrix dHidden) {
      super(parameters, kernels, rows, hidden, dHidden);
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

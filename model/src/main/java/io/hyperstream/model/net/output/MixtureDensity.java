package io.hyperstream.model.net.output;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.DensityStage;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;

/**
 * A density of vectors: a mixture whose parameters are made of the outputs.
 *
 * @param config what the outputs stand for
 * @param parameters of the outputs
 */
public record MixtureDensity(DensityConfig config, OutputParameters parameters)
    implements OutputHead {

  @Override
  public ShardOutput shard(Kernels kernels, WindowRows rows, Matrix hidden, Matrix dHidden) {
    return new Share(kernels, rows, hidden, dHidden);
  }

  private final class Share extends ProductOutput {

    private final float[] hostTargets;
    private final Matrix targets;
    private final DensityStage density;

    Share(Kernels kernels, WindowRows rows, Matrix hidden, Matrix dHidden) {
      super(parameters, kernels, rows, hidden, dHidden);
      this.hostTargets = new float[rows.maxRows() * config.targets()];
      this.targets = kernels.allocate(rows.purpose(), rows.maxRows(), config.targets());
      this.density = kernels.density(config);
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
    void uploadTargets(int rows) {
      kernels.upload(hostTargets, 0, targets, 0, rows);
    }

    @Override
    void computeLoss() {
      density.loss(outputs, rows.first(), rows.symbols(), targets, scales, bits);
    }

    @Override
    public void getProbabilities(int row, float[] target) {
      throw new UnsupportedOperationException("this network predicts vectors");
    }
  }
}

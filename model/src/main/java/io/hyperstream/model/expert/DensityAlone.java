package io.hyperstream.model.expert;

import io.hyperstream.model.context.History;
import io.hyperstream.model.density.DensityConfig;

/** Nothing is mixed with the density of a vector: its own loss is the score. */
final class DensityAlone extends SinglePart {

  private final float[] outputs;

  DensityAlone(DensityConfig config) {
    this.outputs = new float[config.outputs()];
  }

  @Override
  public void run(int part) {
    for (int w = 0; w < windows.size(); w++) {
      for (int t = 0; t < windows.length(w); t++) {
        windows.getLogits(w, t, outputs);
        windows.judge(w, t, outputs);
      }
    }
  }

  @Override
  public Outlook lookAhead(History history) {
    throw new UnsupportedOperationException("the future of vectors is sampled");
  }
}

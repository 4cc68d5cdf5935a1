package io.hyperstream.model.check;

import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.ParameterTable;
import io.hyperstream.model.optim.AdamConfig;

/** Adam in double precision, beside its equations in docs/hyperlstm.md. */
final class ScalarAdam {

  private final ParameterLayout layout;
  private final AdamConfig config;
  private final double[] change;
  private final double[] m;
  private final double[] v;
  private int updates;

  ScalarAdam(ParameterLayout layout, AdamConfig config) {
    this.layout = layout;
    this.config = config;
    this.change = new double[layout.size()];
    this.m = new double[layout.size()];
    this.v = new double[layout.size()];
  }

  /** How several updates by one gradient change the weights. */
  static double[] change(Sample sample, double[] gradient, int updates) {
    ScalarAdam adam = new ScalarAdam(sample.layout(), sample.adam());
    for (int i = 0; i < updates; i++) {
      adam.update(gradient);
    }
    return adam.change;
  }

  /**
   * One update.
   *
   * @param gradient the same symbols' rows are zero in each update
   */
  private void update(double[] gradient) {
    double squares = 0;
    for (double g : gradient) {
      squares += g * g;
    }
    double clip = Math.min(1, config.clipNorm() / Math.sqrt(squares)); // (31)
    double rate = config.rateAt(updates); // (34)
    updates++;
    for (ParameterTable.Entry entry : layout.entries()) {
      double entryRate = rate * (isVocabulary(entry) ? config.vocabularyRate() : 1); // (34)
      for (int i = entry.offset(); i < entry.offset() + entry.size(); i++) {
        move(i, clip * gradient[i], entryRate);
      }
    }
  }

  private static boolean isVocabulary(ParameterTable.Entry entry) {
    return switch (entry.name()) {
      case ParameterLayout.SOFTMAX_WEIGHT,
          ParameterLayout.SOFTMAX_BIAS,
          ParameterLayout.SYMBOLS,
          ParameterLayout.MIXTURE_WEIGHT,
          ParameterLayout.MIXTURE_BIAS,
          ParameterLayout.VECTORS_READ ->
          true;
      default -> false;
    };
  }

  private void move(int i, double g, double rate) {
    m[i] = config.beta1() * m[i] + (1 - config.beta1()) * g; // (32)
    v[i] = config.beta2() * v[i] + (1 - config.beta2()) * g * g; // (32)
    double mean = m[i] / (1 - Math.pow(config.beta1(), updates)); // (32)
    double square = v[i] / (1 - Math.pow(config.beta2(), updates)); // (32)
    double move = mean / (Math.sqrt(square) + config.epsilon()); // (33)
    change[i] -= rate * Math.max(-config.maxMove(), Math.min(config.maxMove(), move)); // (33)
  }
}

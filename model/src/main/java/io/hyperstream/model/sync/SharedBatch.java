package io.hyperstream.model.sync;

/** How many windows a step of each of several learners takes. */
public final class SharedBatch {

  /** Less would cost more time than it gains. */
  private static final int MIN = 8;

  /** Rows of a matrix come in fours. */
  private static final int MULTIPLE = 4;

  private SharedBatch() {}

  /**
   * The batch of a learner alone, divided by the square root of the number of learners. A mean of P
   * learners' changes has a variance P times less than one's, but each has come only a P-th of the
   * way; smaller batches mean more steps, of more variance.
   *
   * @param batch of a learner alone
   * @param learners at least one
   */
  public static int of(int batch, int learners) {
    double part = batch / Math.sqrt(learners);
    int rounded = MULTIPLE * (int) Math.ceil(part / MULTIPLE);
    return Math.min(batch, Math.max(MIN, rounded));
  }
}

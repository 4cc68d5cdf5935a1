package io.hyperstream.tools.bench.speed;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The peak rate of this machine's multiply-adds of floats: a loop of nothing else, all in
 * registers.
 */
final class FmaPeak {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /**
   * Sums that do not wait for each other. Two units with a latency of 4 or 5 cycles need 8 or 10,
   * and together with the two operands 12 still fit into the 16 registers of AVX2.
   */
  private static final int SUMS = 12;

  /** About a millisecond: short enough to pass between two disturbances. */
  private static final int ITERATIONS = 700_000;

  /** Operations of a multiply-add. */
  private static final int OPERATIONS = 2;

  /** Takes what is computed, so that the compiler must compute it. */
  @SuppressWarnings("unused")
  private static volatile float sink;

  private FmaPeak() {}

  /**
   * In 10^9 operations per second, a multiply-add being two.
   *
   * @param threads that compute at once
   * @param rounds of a millisecond each, of which the best counts
   */
  static double gigaflops(int threads, int rounds) {
    return Rate.best(threads, rounds, thread -> FmaPeak::multiplyAdds) / 1e9;
  }

  private static long multiplyAdds() {
    sink = chains(ITERATIONS);
    return (long) ITERATIONS * SUMS * OPERATIONS * SPECIES.length();
  }

  private static float chains(int iterations) {
    // Each sum goes towards b / (1 - a) = 1: no overflow, and no denormal numbers.
    FloatVector a = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector b = FloatVector.broadcast(SPECIES, 0.001f);
    FloatVector s0 = b;
    FloatVector s1 = b;
    FloatVector s2 = b;
    FloatVector s3 = b;
    FloatVector s4 = b;
    FloatVector s5 = b;
    FloatVector s6 = b;
    FloatVector s7 = b;
    FloatVector s8 = b;
    FloatVector s9 = b;
    FloatVector s10 = b;
    FloatVector s11 = b;
    for (int i = 0; i < iterations; i++) {
      s0 = s0.fma(a, b);
      s1 = s1.fma(a, b);
      s2 = s2.fma(a, b);
      s3 = s3.fma(a, b);
      s4 = s4.fma(a, b);
      s5 = s5.fma(a, b);
      s6 = s6.fma(a, b);
      s7 = s7.fma(a, b);
      s8 = s8.fma(a, b);
      s9 = s9.fma(a, b);
      s10 = s10.fma(a, b);
      s11 = s11.fma(a, b);
    }
    FloatVector sum = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
    return sum.add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).reduceLanes(VectorOperators.ADD);
  }
}

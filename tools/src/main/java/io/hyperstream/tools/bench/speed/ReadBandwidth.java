package io.hyperstream.tools.bench.speed;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * How fast cores read floats that lie in as many bytes as a working set has: again and again
 * through the same ones, so that they come from the nearest memory they fit into.
 */
final class ReadBandwidth {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Vectors added at once, each to a sum of its own. */
  private static final int SUMS = 8;

  /** Read in each round at least: long against starting it, short against a disturbance. */
  private static final long ROUND_BYTES = 64 << 20;

  /**
   * Floats before the first one that is read. G1, the collector of servers, puts a large array at
   * the start of a region, and its elements begin after 16 bytes: so this is the start of a cache
   * line.
   */
  private static final int ALIGNED = 12;

  @SuppressWarnings("unused")
  private static volatile float sink;

  /**
   * Numbers of places that are read at once, as prefetchers like it. Which is the fastest depends
   * on the cache, and on the order in which the running JDK puts the reads.
   */
  private static final int[] PLACES = {2, 4};

  /** The memory of each thread: made once, since large arrays take long to make. */
  private final float[][] memory;

  private final long largest;

  /**
   * @param threads that will read at once, at most
   * @param largest bytes of the largest working set
   */
  ReadBandwidth(int threads, long largest) {
    this.memory = new float[threads][];
    this.largest = largest;
  }

  /**
   * In 10^9 bytes per second.
   *
   * @param bytes of the working set; each thread has its part of it
   * @param threads that read at once
   * @param rounds of which the best counts
   */
  double gigabytesPerSecond(long bytes, int threads, int rounds) {
    int block = SUMS * LANES;
    int floats = (int) (Math.min(bytes, largest) / Float.BYTES / threads / block) * block;
    int length = Math.max(block, floats);
    int times = (int) Math.max(1, ROUND_BYTES / Float.BYTES / length);
    double best = 0;
    for (int places : PLACES) {
      int share = (rounds + PLACES.length - 1) / PLACES.length;
      double rate =
          Rate.best(threads, share, thread -> reading(places, memory(thread), length, times));
      best = Math.max(best, rate);
    }
    return best / 1e9;
  }

  private float[] memory(int thread) {
    if (memory[thread] == null) {
      // A thread beside another needs at most half of the largest working set.
      long bytes = thread == 0 ? largest : largest / 2;
      memory[thread] = new float[(int) (bytes / Float.BYTES) + ALIGNED + SUMS * LANES];
    }
    return memory[thread];
  }

  private static Rate.Work reading(int places, float[] values, int length, int times) {
    return () -> {
      float sum = 0;
      for (int i = 0; i < times; i++) {
        sum += sum(values, length, places);
      }
      sink = sum;
      return (long) times * length * Float.BYTES;
    };
  }

  /**
   * Sums up all floats, eight vectors at a time, from places that are equally far apart: 2 with
   * four vectors each, or 4 with two.
   */
  private static float sum(float[] x, int length, int places) {
    // Two vectors from each of four offsets: where there are two places, an offset follows another.
    int part = length / places;
    int second = places == 2 ? 2 * LANES : part;
    int third = length / 2;
    int fourth = third + second;
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    int step = SUMS / places * LANES;
    for (int i = ALIGNED; i < ALIGNED + part; i += step) {
      s0 = s0.add(FloatVector.fromArray(SPECIES, x, i));
      s1 = s1.add(FloatVector.fromArray(SPECIES, x, i + LANES));
      int j = i + second;
      s2 = s2.add(FloatVector.fromArray(SPECIES, x, j));
      s3 = s3.add(FloatVector.fromArray(SPECIES, x, j + LANES));
      int k = i + third;
      s4 = s4.add(FloatVector.fromArray(SPECIES, x, k));
      s5 = s5.add(FloatVector.fromArray(SPECIES, x, k + LANES));
      int l = i + fourth;
      s6 = s6.add(FloatVector.fromArray(SPECIES, x, l));
      s7 = s7.add(FloatVector.fromArray(SPECIES, x, l + LANES));
    }
    FloatVector sum = s0.add(s1).add(s2).add(s3);
    return sum.add(s4).add(s5).add(s6).add(s7).reduceLanes(VectorOperators.ADD);
  }
}

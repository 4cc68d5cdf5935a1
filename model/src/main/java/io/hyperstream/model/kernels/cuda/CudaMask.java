package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.Mask;

/**
 * A mask without memory for its factors: kernels compute them where they need them, from the key
 * and the level of the latest draw; see mask.cu.
 */
final class CudaMask extends Mask {

  /** The key and the level, in words of 4 bytes, the lower half of a number first. */
  private static final int WORDS = 4;

  private static final int LEVEL = 2;

  private static final long[] NOTHING = {0, 0};

  private final Staging staging;
  private final long address;
  private final int[] words = new int[WORDS];

  /** The struct of the kernels. */
  private final long[] fields;

  /**
   * @param numbers of the rows; null if each has its own
   */
  CudaMask(DeviceMemory memory, Staging staging, String purpose, DeviceIndices numbers) {
    this.staging = staging;
    this.address = memory.allocate(purpose, WORDS * Integer.BYTES);
    this.fields = new long[] {address, numbers == null ? 0 : numbers.at(0)};
    keepAll();
  }

  /** Not a copy. */
  long[] fields() {
    return fields;
  }

  /** The struct of what is dropped of candidates; null is nothing. */
  static long[] fields(CellSpec.Drop drop) {
    return drop == null ? NOTHING : ((CudaMask) drop.mask()).fields;
  }

  @Override
  public void draw(long key, int level, int from, int rows) {
    show(key, level);
  }

  @Override
  public void keepAll() {
    if (words[LEVEL] != LEVELS) {
      show(0, LEVELS);
    }
  }

  private void show(long key, int level) {
    words[0] = (int) key;
    words[1] = (int) (key >>> Integer.SIZE);
    words[LEVEL] = level;
    staging.upload(words, 0, WORDS, address);
  }
}

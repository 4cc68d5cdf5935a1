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

  /** Bytes of those. */
  static final int BYTES = WORDS * Integer.BYTES;

  /** The size of the {@code Mask} of the kernels. */
  static final int FIELDS = 2;

  private final Staging staging;

  /** Where both are. */
  private final long address;

  /** Null if each row has its own number. */
  private final DeviceIndices numbers;

  private final int[] words = new int[WORDS];

  CudaMask(Staging staging, long address, DeviceIndices numbers) {
    this.staging = staging;
    this.address = address;
    this.numbers = numbers;
    keepAll();
  }

  /** The same of the candidates of a cell; null if nothing is dropped of them. */
  static StructFields add(StructFields struct, CellSpec.Drop drop) {
    return add(struct, drop == null ? null : drop.mask());
  }

  /** Adds the {@code Mask} of the kernels; null is one that drops nothing. */
  static StructFields add(StructFields struct, Mask mask) {
    CudaMask own = (CudaMask) mask;
    return struct
        .number(own == null ? 0 : own.address)
        .number(own == null || own.numbers == null ? 0 : own.numbers.at(0));
  }

  @Override
  public void draw(long key, int level, int from, int rows) {
    show(key, level);
  }

  @Override
  public void keepAll() {
    if (words[2] != LEVELS) {
      show(0, LEVELS);
    }
  }

  private void show(long key, int level) {
    words[0] = (int) key;
    words[1] = (int) (key >>> Integer.SIZE);
    words[2] = level;
    staging.upload(words, 0, WORDS, address);
  }
}

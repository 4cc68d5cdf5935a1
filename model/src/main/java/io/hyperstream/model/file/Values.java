package io.hyperstream.model.file;

import io.hyperstream.model.numeric.Bfloat16;
import java.nio.ByteBuffer;

/**
 * An array in memory that moves to and from the bytes of a file.
 *
 * @param element a number in the file
 * @param length numbers in the array
 * @param bytes the array itself if it is in the file as it is in memory; else null
 * @param write moves numbers into a little-endian block; null for bytes
 * @param read moves numbers out of such a block; null for bytes
 */
record Values(Element element, int length, byte[] bytes, Move write, Move read) {

  /** Moves {@code count} numbers of the array, from {@code from} on; the block begins with them. */
  interface Move {
    void run(ByteBuffer block, int from, int count);
  }

  private Values(Element element, int length, Move write, Move read) {
    this(element, length, null, write, read);
  }

  static Values floats(float[] array) {
    return new Values(
        Element.F32,
        array.length,
        (block, from, count) -> block.asFloatBuffer().put(array, from, count),
        (block, from, count) -> block.asFloatBuffer().get(array, from, count));
  }

  static Values doubles(double[] array) {
    return new Values(
        Element.F64,
        array.length,
        (block, from, count) -> block.asDoubleBuffer().put(array, from, count),
        (block, from, count) -> block.asDoubleBuffer().get(array, from, count));
  }

  /** Floats of which the file has the upper half. */
  static Values roundedFloats(float[] array) {
    return new Values(
        Element.BF16,
        array.length,
        (block, from, count) -> {
          for (int i = 0; i < count; i++) {
            block.putShort(i * Short.BYTES, Bfloat16.of(array[from + i]));
          }
        },
        (block, from, count) -> {
          for (int i = 0; i < count; i++) {
            array[from + i] = Bfloat16.toFloat(block.getShort(i * Short.BYTES));
          }
        });
  }

  /** Upper halves of floats, in memory as well. */
  static Values halves(short[] array) {
    return new Values(
        Element.BF16,
        array.length,
        (block, from, count) -> block.asShortBuffer().put(array, from, count),
        (block, from, count) -> block.asShortBuffer().get(array, from, count));
  }

  static Values ints(int[] array) {
    return new Values(
        Element.I32,
        array.length,
        (block, from, count) -> block.asIntBuffer().put(array, from, count),
        (block, from, count) -> block.asIntBuffer().get(array, from, count));
  }

  static Values bytes(byte[] array) {
    return new Values(Element.U8, array.length, array, null, null);
  }
}

package io.hyperstream.model.context;

import java.nio.ByteBuffer;

/** Positions by hash, without a check: a later position takes the place of an earlier one. */
class MatchIndex implements Learned {

  private final int[] positions;

  /**
   * @param bytes of memory; what is beyond a power of two is not used
   */
  MatchIndex(int bytes) {
    this.positions = new int[Integer.highestOneBit(bytes / Integer.BYTES)];
  }

  int get(int hash) {
    return positions[hash & (positions.length - 1)];
  }

  void set(int hash, int position) {
    positions[hash & (positions.length - 1)] = position;
  }

  @Override
  public int bytes() {
    return positions.length * Integer.BYTES;
  }

  @Override
  public void write(ByteBuffer out) {
    out.asIntBuffer().put(positions);
    out.position(out.position() + bytes());
  }

  @Override
  public void read(ByteBuffer in) {
    in.asIntBuffer().get(positions);
    in.position(in.position() + bytes());
  }
}

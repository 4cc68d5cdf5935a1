package io.hyperstream.model.context;

import java.nio.ByteBuffer;

/**
 * The latest four bytes that followed a hashed context, the last one lowest; without a check, so
 * contexts may share an entry. They are contexts in turn: what comes next may be what came next
 * when the same had followed before.
 */
final class Followers implements Learned {

  private static final int BITS = 14;

  private final int[] latest = new int[1 << BITS];

  int get(int hash) {
    return latest[hash >>> (32 - BITS)];
  }

  void add(int hash, int symbol) {
    int at = hash >>> (32 - BITS);
    latest[at] = latest[at] << 8 | symbol;
  }

  @Override
  public int bytes() {
    return latest.length * Integer.BYTES;
  }

  @Override
  public void write(ByteBuffer out) {
    out.asIntBuffer().put(latest);
    out.position(out.position() + bytes());
  }

  @Override
  public void read(ByteBuffer in) {
    in.asIntBuffer().get(latest);
    in.position(in.position() + bytes());
  }
}

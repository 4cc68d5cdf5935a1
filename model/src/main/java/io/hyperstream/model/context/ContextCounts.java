package io.hyperstream.model.context;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What followed which contexts in many texts: all that follows the latest byte or two, and of other
 * contexts those that came in several of the texts. What comes in one text alone says little about
 * the next.
 */
public final class ContextCounts {

  /** So large that few contexts get in each other's way. */
  private static final ContextConfig ROOMY =
      new ContextConfig(64 << 20, ContextConfig.DEFAULT.historyBytes(), true).withPrior(false);

  private final byte[] orders;
  private final Slots histories;
  private final Slots lists;

  private ContextCounts(byte[] orders, Slots histories, Slots lists) {
    this.orders = orders;
    this.histories = histories;
    this.lists = lists;
  }

  /**
   * Counts.
   *
   * @param texts each of about the same size; two that are parts of one count as two
   * @param maxHistories how many bit histories to keep at most
   * @param maxLists how many lists of symbols
   */
  public static ContextCounts of(List<byte[]> texts, int maxHistories, int maxLists) {
    return of(texts, maxHistories, maxLists, ROOMY);
  }

  static ContextCounts of(
      List<byte[]> texts, int maxHistories, int maxLists, ContextConfig config) {
    ContextModel all = new ContextModel(config);
    texts.forEach(text -> count(all, text));
    byte[] histories = new byte[all.histories().slots()];
    byte[] lists = new byte[all.lists().slots()];
    for (byte[] text : texts) {
      ContextModel one = new ContextModel(config);
      count(one, text);
      Slots.count(one.histories(), all.histories(), histories);
      Slots.count(one.lists(), all.lists(), lists);
    }
    return new ContextCounts(
        all.orders(),
        Slots.of(all.histories(), histories, maxHistories),
        Slots.of(all.lists(), lists, maxLists));
  }

  private static void count(ContextModel model, byte[] text) {
    History history = new History();
    for (byte b : text) {
      model.count(history, b & 0xff);
    }
  }

  public void write(DataOutput out) throws IOException {
    out.writeInt(ContextSnapshot.LAYOUT);
    out.writeInt(orders.length);
    out.write(orders);
    histories.write(out);
    lists.write(out);
  }

  /**
   * Reads counts.
   *
   * @throws IOException if they are of another layout
   */
  public static ContextCounts read(DataInput in) throws IOException {
    ContextSnapshot.requireLayout("the counts", in.readInt());
    byte[] orders = new byte[in.readInt()];
    in.readFully(orders);
    return new ContextCounts(orders, Slots.read(in), Slots.read(in));
  }

  ByteBuffer orders() {
    return ByteBuffer.wrap(orders);
  }

  Slots histories() {
    return histories;
  }

  Slots lists() {
    return lists;
  }
}

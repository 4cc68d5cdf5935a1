package io.hyperstream.model.context;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What followed which contexts in many texts: all that follows the latest byte or two, and of the
 * contexts with a list of symbols those that came in several of the texts. What comes in one text
 * alone says little about the next. Of a stream it is the contexts that came most often.
 */
public final class ContextCounts {

  /** So large that few contexts get in each other's way. */
  static final ContextConfig ROOMY =
      new ContextConfig(64 << 20, ContextConfig.DEFAULT.historyBytes(), true).withPrior(false);

  /** With so many lists they take about three megabytes, compressed. */
  private static final int MAX_LISTS = 360_000;

  /** A text is counted in so many pieces: one kind of text is worth as much as another. */
  private static final int PIECES = 8;

  private final byte[] orders;
  private final Slots lists;

  private ContextCounts(byte[] orders, Slots lists) {
    this.orders = orders;
    this.lists = lists;
  }

  /** Counts texts. */
  public static ContextCounts of(List<byte[]> texts) {
    List<byte[]> pieces = new ArrayList<>();
    for (byte[] text : texts) {
      for (int i = 0; i < PIECES; i++) {
        int from = (int) ((long) text.length * i / PIECES);
        int to = (int) ((long) text.length * (i + 1) / PIECES);
        pieces.add(Arrays.copyOfRange(text, from, to));
      }
    }
    return of(pieces, MAX_LISTS, ROOMY);
  }

  /** What a model has counted. */
  static ContextCounts of(ContextModel model) {
    SymbolHistoryTable lists = model.lists();
    return new ContextCounts(model.orders(), Slots.of(lists, seen(lists), MAX_LISTS));
  }

  private static byte[] seen(SymbolHistoryTable table) {
    byte[] seen = new byte[table.slots()];
    for (int slot = 0; slot < seen.length; slot++) {
      seen[slot] = (byte) table.seen(slot);
    }
    return seen;
  }

  /**
   * @param texts each of about the same size; two that are parts of one count as two
   * @param maxLists how many lists of symbols to keep at most
   */
  static ContextCounts of(List<byte[]> texts, int maxLists, ContextConfig config) {
    ContextModel all = new ContextModel(config);
    texts.forEach(text -> count(all, text));
    byte[] lists = new byte[all.lists().slots()];
    for (byte[] text : texts) {
      ContextModel one = new ContextModel(config);
      count(one, text);
      Slots.count(one.lists(), all.lists(), lists);
    }
    return new ContextCounts(all.orders(), Slots.of(all.lists(), lists, maxLists));
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
    lists.write(out);
  }

  /**
   * Reads counts.
   *
   * @throws IOException if they are of another layout
   */
  public static ContextCounts read(DataInput in) throws IOException {
    ContextSnapshot.requireLayout("the counts", in.readInt(), ContextSnapshot.LAYOUT);
    byte[] orders = new byte[in.readInt()];
    in.readFully(orders);
    return new ContextCounts(orders, Slots.read(in));
  }

  ByteBuffer orders() {
    return ByteBuffer.wrap(orders);
  }

  Slots lists() {
    return lists;
  }
}

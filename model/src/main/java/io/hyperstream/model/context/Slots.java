package io.hyperstream.model.context;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Slots of a {@link SymbolHistoryTable} without it, so that tables of other sizes can take them.
 *
 * @param hashes of the contexts
 * @param texts in how many texts each context came, or how often in one, at most 255
 * @param contents of the slots, {@link #WIDTH} bytes of each
 */
record Slots(int[] hashes, byte[] texts, byte[] contents) {

  private static final int WIDTH = SymbolHistoryTable.CONTENT_BYTES;

  private static final int MAX_TEXTS = 255;

  /** What a table takes fills no more than this part of it. */
  private static final int SHARE = 2;

  /**
   * The slots of a table whose contexts came in the most texts.
   *
   * @param texts in how many texts each slot's context came
   * @param max how many to take at most
   */
  static Slots of(SymbolHistoryTable table, byte[] texts, int max) {
    int minTexts = minTexts(texts, max);
    int size = 0;
    for (byte count : texts) {
      size += (count & 0xff) >= minTexts ? 1 : 0;
    }
    Slots slots = new Slots(new int[size], new byte[size], new byte[size * WIDTH]);
    int at = 0;
    for (int slot = 0; slot < texts.length; slot++) {
      if ((texts[slot] & 0xff) >= minTexts) {
        slots.hashes[at] = table.hash(slot);
        slots.texts[at] = texts[slot];
        table.get(slot, slots.contents, at * WIDTH);
        at++;
      }
    }
    return slots;
  }

  /** The number of texts, at least 1, that no more than so many contexts came in. */
  private static int minTexts(byte[] texts, int max) {
    int[] sizes = new int[MAX_TEXTS + 1];
    for (byte count : texts) {
      sizes[count & 0xff]++;
    }
    int min = MAX_TEXTS + 1;
    for (int size = 0; min > 1 && size + sizes[min - 1] <= max; min--) {
      size += sizes[min - 1];
    }
    return min;
  }

  /**
   * Counts a text: adds one to the texts of each of its contexts.
   *
   * @param text its contexts
   * @param all those of all texts, in a table of the same size
   * @param texts of the slots of that table
   */
  static void count(SymbolHistoryTable text, SymbolHistoryTable all, byte[] texts) {
    for (int slot = 0; slot < text.slots(); slot++) {
      int hash = text.hash(slot);
      int found = hash == 0 ? -1 : all.slotOf(hash);
      if (found >= 0 && (texts[found] & 0xff) < MAX_TEXTS) {
        texts[found]++;
      }
    }
  }

  /** Puts them into a table; if they are too many for it, those that came in the most texts. */
  void addTo(SymbolHistoryTable table) {
    int minTexts = minTexts(texts, table.slots() / SHARE);
    for (int i = 0; i < hashes.length; i++) {
      if ((texts[i] & 0xff) >= minTexts) {
        table.put(hashes[i], contents, i * WIDTH);
      }
    }
  }

  /** Writes like next to like, which compresses well. */
  void write(DataOutput out) throws IOException {
    int size = hashes.length;
    out.writeInt(size);
    for (int shift = 24; shift >= 0; shift -= 8) {
      for (int i = 0; i < size; i++) {
        out.write(hashes[i] - (i == 0 ? 0 : hashes[i - 1]) >>> shift);
      }
    }
    out.write(texts);
    for (int at = 0; at < WIDTH; at++) {
      for (int i = 0; i < size; i++) {
        out.write(contents[i * WIDTH + at]);
      }
    }
  }

  static Slots read(DataInput in) throws IOException {
    int size = in.readInt();
    byte[] column = new byte[size];
    int[] hashes = new int[size];
    for (int shift = 24; shift >= 0; shift -= 8) {
      in.readFully(column);
      for (int i = 0; i < size; i++) {
        hashes[i] |= (column[i] & 0xff) << shift;
      }
    }
    for (int i = 1; i < size; i++) {
      hashes[i] += hashes[i - 1];
    }
    byte[] texts = new byte[size];
    in.readFully(texts);
    byte[] contents = new byte[size * WIDTH];
    for (int at = 0; at < WIDTH; at++) {
      in.readFully(column);
      for (int i = 0; i < size; i++) {
        contents[i * WIDTH + at] = column[i];
      }
    }
    return new Slots(hashes, texts, contents);
  }
}

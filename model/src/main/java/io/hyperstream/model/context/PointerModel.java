package io.hyperstream.model.context;

/**
 * Finds the same place of an earlier record, by {@link Pointer}s that differ in what makes a place
 * the same. All keys share the index of where to look; an overwritten entry costs a pointer and
 * nothing else.
 */
final class PointerModel extends MatchIndex {

  /** By the kind of line, by the label, by the number of the field. */
  static final int POINTERS = 3;

  /** Classes of how a pointer did so far; 0 is none. */
  static final int CLASSES = 25;

  private final int[] hashes = new int[POINTERS];
  private final int[] expected = new int[POINTERS];
  private final int[] next = new int[POINTERS];

  PointerModel(int bytes) {
    super(bytes);
  }

  /** Sees what the pointers of a key expect. */
  void begin(History history) {
    for (int i = 0; i < POINTERS; i++) {
      Pointer pointer = history.pointers[i];
      expected[i] = -1;
      next[i] = -1;
      if (pointer.isOn()) {
        expected[i] = history.at(pointer.position);
        if (isHeld(history, pointer.position + 1)) {
          next[i] = history.at(pointer.position + 1);
        }
      }
    }
  }

  /** The byte that a pointer expects next; -1 if none. */
  int expected(int pointer) {
    return expected[pointer];
  }

  /** The byte that a pointer expects behind that; -1 if none. */
  int next(int pointer) {
    return next[pointer];
  }

  /** Whether a pointer agrees with the bits so far: 0 if not, else 1 plus the bit it expects. */
  int expectedBit(int pointer, int node, int depth) {
    int symbol = expected[pointer];
    if (symbol < 0 || (symbol | 0x100) >>> (8 - depth) != node) {
      return 0;
    }
    return 1 + (symbol >>> (7 - depth) & 1);
  }

  /** How a pointer did so far. */
  static int classOf(Pointer pointer) {
    if (!pointer.isOn()) {
      return 0;
    }
    int misses = Integer.bitCount(pointer.misses & 15) / 2;
    return 1 + Math.min(3, pointer.run) + 4 * ((pointer.agrees ? 1 : 0) + 2 * misses);
  }

  /** Lets the pointers of a key go on behind the byte it was just given. */
  void follow(History history, int symbol) {
    boolean isPlace = !RecordContext.isToken(symbol);
    if (isPlace) {
      hashPlace(history);
    }
    for (int i = 0; i < POINTERS; i++) {
      Pointer pointer = history.pointers[i];
      if (pointer.isOn()) {
        pointer.follow(history, symbol);
      }
      if (isPlace) {
        int place = get(hashes[i]);
        if (isHeld(history, place)) {
          pointer.moveTo(place);
        } else {
          pointer.stay();
        }
      }
      if (pointer.isOn() && !isHeld(history, pointer.position)) {
        pointer.end();
      }
    }
  }

  private static boolean isHeld(History history, int position) {
    int distance = history.position() - position;
    return distance > 0 && distance < history.held();
  }

  private void hashPlace(History history) {
    RecordContext record = history.record;
    int key = (int) history.number * POINTERS;
    int label = Hash.of(record.label, record.secondLabel, record.gap);
    hashes[0] = Hash.spread(Hash.of(key, record.skeleton));
    hashes[1] = Hash.spread(Hash.of(key + 1, label));
    hashes[2] = Hash.spread(Hash.of(key + 2, record.tokens, record.gap));
  }

  /** Notes where the key is that was {@link #follow}ed last, for later records. */
  void note(History history, int symbol) {
    if (!RecordContext.isToken(symbol)) {
      for (int hash : hashes) {
        set(hash, history.position());
      }
    }
  }
}

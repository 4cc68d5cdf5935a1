package io.hyperstream.model.context;

/** Hashes of the contexts that a symbol is predicted from. */
final class ContextHashes {

  /** Contexts of the {@link IndirectModel}: those that many symbols follow. */
  static final int NODE_CONTEXTS = 5;

  /** Contexts of the {@link SymbolHistoryModel}: those that few symbols follow. */
  static final int SYMBOL_CONTEXTS = 13;

  /** Contexts that tell how familiar a place is, by whether they were seen before. */
  static final int[] FAMILIAR_NODE_CONTEXTS = {2, 3};

  static final int[] FAMILIAR_SYMBOL_CONTEXTS = {0, 1, 2, 5, 6};

  private final boolean shared;
  private int salt;

  final int[] node = new int[NODE_CONTEXTS];
  final int[] symbol = new int[SYMBOL_CONTEXTS];

  ContextHashes(boolean shared) {
    this.shared = shared;
  }

  void set(History history, MatchModel matches) {
    TextContext text = history.text;
    int latest = text.latest;
    int before = text.before;
    int lastByte = latest & 0xff;
    int word = Hash.of(text.word, text.gap);

    node[0] = lastByte;
    node[1] = latest & 0xffff;
    node[2] = latest & 0xffffff;
    node[3] = word;
    node[4] = Hash.of(matches.expected(), matches.lengthClass());

    symbol[0] = latest;
    symbol[1] = Hash.of(latest, before & 0xff);
    symbol[2] = Hash.of(latest, before & 0xffff);
    symbol[3] = Hash.of(latest, before & 0xffffff);
    symbol[4] = Hash.of(latest, before);
    symbol[5] = Hash.of(word, text.lastWord);
    symbol[6] = Hash.of(word, text.lastWord, text.secondLastWord);
    symbol[7] = Hash.of(word, text.secondLastWord);
    symbol[8] = Hash.of(word, lastByte);
    symbol[9] = Hash.of(text.lastWord, latest & 0xffff);
    symbol[10] = Hash.of(text.lastWord, matches.expected());
    symbol[11] = Hash.of(history.above(), lastByte);
    symbol[12] = Hash.of(text.field, text.fieldPrefix);

    salt = shared ? 0 : Hash.spread((int) history.number);
    salt(node, salt);
    salt(symbol, salt + NODE_CONTEXTS);
  }

  /** Differs between keys that do not share their statistics. */
  int salt() {
    return salt;
  }

  /** Makes the hashes differ between contexts, and between keys that do not share. */
  private static void salt(int[] hashes, int salt) {
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = Hash.of(salt + i, hashes[i]);
    }
  }
}

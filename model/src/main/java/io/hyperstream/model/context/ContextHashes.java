package io.hyperstream.model.context;

import java.util.List;

/**
 * The contexts that a symbol is predicted from, as hashes. Those that many symbols follow go to the
 * {@link IndirectModel} ({@link #node}), those that few follow to the {@link SymbolHistoryModel}
 * ({@link #symbol}).
 */
final class ContextHashes extends LearnedParts {

  private static final int NODE_CONTEXTS = 10;
  private static final int SYMBOL_CONTEXTS = 38;

  /** Those of a lean model: they save the most bits on logs for the time that they take. */
  private static final int[] LEAN_NODE_CONTEXTS = {2, 3, 4, 6, 7, 8};

  private static final int[] LEAN_SYMBOL_CONTEXTS = {
    0, 1, 6, 12, 14, 15, 18, 19, 20, 21, 24, 27, 29, 30, 31, 34
  };

  /** Contexts that tell how familiar a place is, by whether they were seen before. */
  final int[] familiarNodes;

  final int[] familiarSymbols;

  /** Short contexts, in which a text tells what follows them in others. */
  final int[] generalNodes;

  final int[] generalSymbols;

  static final int NO_PARENT = -1;

  private final Subset nodePlaces;
  private final Subset symbolPlaces;
  private final boolean shared;
  private final MatchModel matches;
  private final PointerModel pointers;

  /** What followed the latest two bytes, and the latest three. */
  private final Followers ofTwo = new Followers();

  private final Followers ofThree = new Followers();

  private int salt;
  private int two;
  private int three;

  final int[] node;
  final int[] symbol;

  /**
   * Of each of them, which other one has to be known before it is stored, or {@link #NO_PARENT}.
   */
  final int[] parents;

  private int nodes;

  /** Where the context of the place in the line is. */
  private int here;

  /**
   * The parent of contexts of records: none, unless the stream is prose, whose places are not worth
   * the memory.
   */
  private int records;

  private int symbols;

  ContextHashes(boolean shared, boolean lean, MatchModel matches, PointerModel pointers) {
    this.nodePlaces = nodes(lean);
    this.symbolPlaces = symbols(lean);
    this.familiarNodes = nodePlaces.places(2, 3);
    this.familiarSymbols = symbolPlaces.places(0, 1, 2, 6, 7);
    this.generalNodes = nodePlaces.places(0, 1, 2, 3);
    this.generalSymbols = symbolPlaces.places(0, 6);
    this.node = new int[nodePlaces.size()];
    this.symbol = new int[symbolPlaces.size()];
    this.parents = new int[symbolPlaces.size()];
    this.shared = shared;
    this.matches = matches;
    this.pointers = pointers;
  }

  /** The contexts with bit histories. */
  static Subset nodes(boolean lean) {
    return Subset.of(NODE_CONTEXTS, lean, LEAN_NODE_CONTEXTS);
  }

  /** The contexts with lists of symbols. */
  static Subset symbols(boolean lean) {
    return Subset.of(SYMBOL_CONTEXTS, lean, LEAN_SYMBOL_CONTEXTS);
  }

  /** Finds the contexts of the place that a key has come to. */
  void set(History history) {
    salt = shared ? 0 : Hash.spread((int) history.number);
    nodes = 0;
    symbols = 0;
    setBytes(history.text);
    setWords(history);
    setLine(history);
    setPointers(history);
    setBrackets(history);
  }

  /** The latest bytes, and what followed them the last times. */
  private void setBytes(TextContext text) {
    int latest = text.latest;
    int lastByte = latest & 0xff;
    addNode(lastByte);
    addNode(latest & 0xffff);
    addNode(latest & 0xffffff);
    addSymbol(latest);
    addSymbol(Hash.of(latest, text.before & 0xff));
    addSymbol(Hash.of(latest, text.before & 0xffff));
    addSymbol(Hash.of(latest, text.before));
    // With gaps: the classes of four bytes, and all but the one before the last.
    addSymbol(latest & 0xf0f0f0f0);
    addSymbol(latest & 0xffff00ff);
    two = Hash.spread(Hash.of(salt, latest & 0xffff));
    three = Hash.spread(Hash.of(salt, latest & 0xffffff));
  }

  /** The words of prose: the one being read, those before it, and what repeats itself. */
  private void setWords(History history) {
    TextContext text = history.text;
    int latest = text.latest;
    int lastByte = latest & 0xff;
    int word = Hash.of(text.word, text.gap);
    addNode(word);
    addNode(Hash.of(matches.expected(), matches.lengthClass()));
    addSymbol(Hash.of(word, text.lastWord));
    addSymbol(Hash.of(word, text.lastWord, text.secondLastWord));
    addSymbol(Hash.of(word, lastByte));
    addSymbol(Hash.of(text.lastWord, matches.expected()));
    addSymbol(Hash.of(text.field, text.fieldPrefix));
    addSymbol(Hash.of(history.record.lastGap, text.lastWord, word));
    addSymbol(Hash.of(lastByte, ofThree.get(three) & 0xffff));
    addSymbol(Hash.of(lastByte, ofTwo.get(two) & 0xffffff));
  }

  /**
   * The line so far, with its numbers masked, and the token being read: what stands at this place
   * of such a line, after such a line, after such tokens, under such a label.
   */
  private void setLine(History history) {
    RecordContext record = history.record;
    int label = Hash.of(record.label, record.gap);
    addNode(Hash.of(record.tokens, record.tokenLength, history.text.latest & 0xff));
    addNode(Hash.of(record.label, record.tokenLength, record.tokenDigits));
    int place = Hash.of(record.skeleton, record.token);
    here = addSymbol(place);
    records = record.isRecords() ? NO_PARENT : here;
    addBelow(here, Hash.of(place, record.lastKind));
    addBelow(here, Hash.of(place, record.lastKind, record.secondLastKind));
    addBelow(here, Hash.of(place, record.lastToken));
    addBelow(here, Hash.of(place, record.secondLastToken));
    addBelow(here, Hash.of(place, record.thirdLastToken));
    addBelow(here, Hash.of(place, record.lineTokens));
    addBelow(records, Hash.of(label, record.token));
    addBelow(records, Hash.of(label, record.secondLabel, record.token));
    addBelow(records, Hash.of(record.secondLastToken, record.gap, record.token));
    addBelow(records, Hash.of(record.thirdLastToken, record.gap, record.token));
  }

  /** What stood at the same place of an earlier record, and how the token being read compares. */
  private void setPointers(History history) {
    RecordContext record = history.record;
    int byKind = pointers.expected(0);
    int byLabel = pointers.expected(1);
    int byField = pointers.expected(2);
    Pointer kind = history.pointers[0];
    int length = Math.min(15, matches.lengthClass());
    addNode(Hash.of(byKind, matches.expected(), length));
    for (int i = 0; i < PointerModel.POINTERS; i++) {
      Pointer pointer = history.pointers[i];
      int ahead = Hash.of(pointers.expected(i), pointers.next(i));
      addBelow(records, Hash.of(ahead, pointer.comparison, Math.min(3, pointer.run)));
    }
    addBelow(records, Hash.of(byKind, kind.misses & 0xff, Math.min(15, kind.run)));
    Pointer labelled = history.pointers[1];
    addBelow(records, Hash.of(byLabel, labelled.misses & 0xff, Math.min(15, labelled.run)));
    addBelow(records, Hash.of(byKind, byLabel, byField));
    addBelow(records, Hash.of(Hash.of(record.shape, record.tokenLength), byKind));
    int ahead = Hash.of(byKind, pointers.next(0), kind.comparison);
    addBelow(records, Hash.of(ahead, record.tokenDigits));
    int field = Hash.of(history.pointers[2].comparison, byField);
    addBelow(records, Hash.of(field, kind.comparison, byKind));
  }

  /** What is open, and what was read since; how far the line is indented. */
  private void setBrackets(History history) {
    RecordContext record = history.record;
    int word = Hash.of(history.text.word, history.text.gap);
    int innermost = record.open & 0xff;
    // Where nothing is open that would be all of the past, which never comes again.
    addNode(innermost == 0 ? 0 : Hash.of(innermost, record.sinceOpen));
    addNode(Hash.of(record.open & 0xffff, word));
    addBelow(records, Hash.of(record.indent, record.firstByte, word));
    addBelow(records, Hash.of(Hash.of(record.openLabel, innermost), record.token, record.gap));
    addBelow(records, Hash.of(history.position() - history.text.line, history.above()));
    addBelow(
        records, Hash.of(Hash.of(pointers.expected(0), pointers.expected(2)), matches.expected()));
  }

  /** Hashes differ between contexts, and between keys that do not share. */
  private void addNode(int hash) {
    int place = nodePlaces.place(nodes);
    if (place != Subset.NONE) {
      node[place] = Hash.of(salt + nodes, hash);
    }
    nodes++;
  }

  /** Adds a context; returns its place. */
  private int addSymbol(int hash) {
    return addBelow(NO_PARENT, hash);
  }

  /**
   * Adds a context that is a part of another one, and so not worth memory before that one has come
   * again: prose has a thousand places that never do.
   */
  private int addBelow(int parent, int hash) {
    int place = symbolPlaces.place(symbols);
    if (place != Subset.NONE) {
      parents[place] = parent;
      symbol[place] = Hash.of(salt + NODE_CONTEXTS + symbols, hash);
    }
    symbols++;
    return place;
  }

  /** Differs between keys that do not share their statistics. */
  int salt() {
    return salt;
  }

  /** Where the context is that tells whether the place in the line is known. */
  int place() {
    return here;
  }

  /** Learns the symbol that came to the contexts that were set last. */
  void learn(int symbol) {
    ofTwo.add(two, symbol);
    ofThree.add(three, symbol);
  }

  @Override
  List<Learned> parts() {
    return List.of(ofTwo, ofThree);
  }
}

package io.hyperstream.model.context;

/**
 * Which rows of weights the mixer takes: by the latest bytes and words, by how familiar the place
 * is, by what agrees with what, and by the place in the record.
 */
final class Selectors {

  private static final int TOKEN_LENGTHS = 21;
  private static final int FIELDS = 32;
  private static final int AGREEMENTS = 9;
  private static final int EXPECTED_BITS = 3;
  private static final int SETS = 10;
  private static final int[] LEAN_SETS = {0, 1, 3, 5, 7, 8};

  private final MatchModel matches;
  private final PointerModel pointers;
  private final NetworkModel network;
  private final Subset sets;
  private final int familiarities;
  private final int wordLengths;
  private final int shapes;

  private int familiarity;
  private int lastByte;
  private int wordLength;
  private int token;
  private int shape;
  private int field;
  private int agreement;
  private int fieldClass;

  Selectors(
      MatchModel matches,
      PointerModel pointers,
      NetworkModel network,
      int familiarities,
      boolean lean,
      boolean ample) {
    this.sets = sets(lean);
    this.matches = matches;
    this.pointers = pointers;
    this.network = network;
    this.familiarities = familiarities;
    this.wordLengths = wordLengths(ample);
    this.shapes = shapes(ample);
  }

  private static Subset sets(boolean lean) {
    return Subset.of(SETS, lean, LEAN_SETS);
  }

  private static int wordLengths(boolean ample) {
    return ample ? 16 : 8;
  }

  private static int shapes(boolean ample) {
    return ample ? 256 : 64;
  }

  /** A mixer that these rows can be selected of. */
  static Mixer mixer(float[] startWeights, int familiarities, boolean lean, boolean ample) {
    int threeBits = EXPECTED_BITS * EXPECTED_BITS * EXPECTED_BITS;
    return new Mixer(
        startWeights,
        sets(lean)
            .pick(
                8,
                256 * 8,
                wordLengths(ample) * 256,
                familiarities * MatchModel.CLASSES * EXPECTED_BITS,
                NetworkModel.CERTAINTIES * 2 * familiarities * 2,
                threeBits * AGREEMENTS,
                PointerModel.CLASSES * threeBits,
                TOKEN_LENGTHS * 2 * 8,
                shapes(ample) * 8,
                FIELDS * 8),
        new int[] {familiarities * 256, 256, MatchModel.CLASSES * EXPECTED_BITS});
  }

  /**
   * @param familiarity how many of the contexts that tell it were seen before
   */
  void begin(History history, int familiarity) {
    TextContext text = history.text;
    RecordContext record = history.record;
    this.familiarity = familiarity;
    lastByte = text.latest & 0xff;
    wordLength = Math.min(wordLengths - 1, text.wordLength);
    boolean number = record.tokenDigits == record.tokenLength;
    token = Math.min(TOKEN_LENGTHS - 1, record.tokenLength) * 2 + (number ? 1 : 0);
    shape = Hash.spread(record.shape) & (shapes - 1);
    field = Math.min(FIELDS - 1, record.tokens);
    fieldClass = PointerModel.classOf(history.pointers[2]);
    int byKind = pointers.expected(0);
    int byMatch = matches.lengthClass() == 0 ? -1 : matches.expected();
    agreement = 3 * agreement(byKind, pointers.expected(1)) + agreement(byMatch, byKind);
  }

  /** 0 if the first expects nothing, 1 if it expects what the other does, else 2. */
  private static int agreement(int expected, int other) {
    return expected < 0 ? 0 : expected == other ? 1 : 2;
  }

  void select(Mixer mixer, int node, int depth) {
    int matchBit = matches.expectedBit(node, depth);
    int match = matchBit == 0 ? 0 : matches.lengthClass();
    int agrees = network.agrees(node, depth) ? 1 : 0;
    int certainty = network.certainty() * 2 + agrees;
    int byKind = pointers.expectedBit(0, node, depth);
    int byLabel = pointers.expectedBit(1, node, depth);
    int byField = pointers.expectedBit(2, node, depth);
    select(mixer, depth, 0, depth);
    select(mixer, depth, 1, lastByte * 8 + depth);
    select(mixer, depth, 2, wordLength * 256 + node);
    select(mixer, depth, 3, (familiarity * MatchModel.CLASSES + match) * EXPECTED_BITS + matchBit);
    select(
        mixer, depth, 4, (certainty * familiarities + familiarity) * 2 + (matchBit == 0 ? 0 : 1));
    select(mixer, depth, 5, bits(byKind, byLabel, matchBit) * AGREEMENTS + agreement);
    select(mixer, depth, 6, fieldClass * 27 + bits(byField, byKind, byLabel));
    select(mixer, depth, 7, token * 8 + depth);
    select(mixer, depth, 8, shape * 8 + depth);
    select(mixer, depth, 9, field * 8 + depth);
    mixer.selectLast(depth, 0, familiarity * 256 + node);
    mixer.selectLast(depth, 1, lastByte);
    mixer.selectLast(depth, 2, matches.lengthClass() * EXPECTED_BITS + byKind);
  }

  private void select(Mixer mixer, int depth, int set, int row) {
    int place = sets.place(set);
    if (place != Subset.NONE) {
      mixer.select(depth, place, row);
    }
  }

  private static int bits(int a, int b, int c) {
    return (a * EXPECTED_BITS + b) * EXPECTED_BITS + c;
  }
}

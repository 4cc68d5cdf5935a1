package io.hyperstream.job.learn.result;

import io.hyperstream.schemas.Score;
import java.time.Instant;

/**
 * One score in the place of several. It has the sums of their symbols and bits, and the largest
 * surprise; all else is of the last of them.
 */
final class SummedScore {

  /** One score more could exceed an int. */
  private static final int MAX_SYMBOLS = 1 << 30;

  private SummedScore() {}

  /**
   * Whether a score can be added.
   *
   * @param span milliseconds of event time
   */
  static boolean takes(Score sum, Score next, long span) {
    return spanOf(next, span) <= spanOf(sum, span) && sum.getSymbols() < MAX_SYMBOLS;
  }

  private static long spanOf(Score score, long span) {
    return Math.floorDiv(score.getEventTime().toEpochMilli(), span);
  }

  /**
   * Returns the sum of both, and changes neither's meaning: {@code sum} stays as it is.
   *
   * @param sum null: there is none yet
   * @param next becomes the sum
   */
  static Score add(Score sum, Score next) {
    next.setSymbolBits(null);
    next.setRanges(null);
    if (sum != null) {
      next.setRecords(sum.getRecords() + next.getRecords());
      next.setSymbols(sum.getSymbols() + next.getSymbols());
      next.setCharacters(
          sum.getCharacters() == null || next.getCharacters() == null
              ? null
              : (Integer) (sum.getCharacters() + next.getCharacters()));
      next.setBits(sum.getBits() + next.getBits());
      next.setNetworkBits(sum.getNetworkBits() + next.getNetworkBits());
      next.setBpc(next.getSymbols() == 0 ? 0 : next.getBits() / next.getSymbols());
      next.setBy(isLarger(sum.getSurprise(), next.getSurprise()) ? sum.getBy() : next.getBy());
      next.setSurprise(larger(sum.getSurprise(), next.getSurprise()));
      next.setEventTime(later(sum.getEventTime(), next.getEventTime()));
    }
    return next;
  }

  private static Double larger(Double one, Double other) {
    return isLarger(one, other) ? one : other;
  }

  private static boolean isLarger(Double one, Double other) {
    return one != null && (other == null || one > other);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}

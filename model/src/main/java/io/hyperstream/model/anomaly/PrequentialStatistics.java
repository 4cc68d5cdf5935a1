package io.hyperstream.model.anomaly;

/**
 * Running bits per symbol of a stream, scored before learning: over all of it, and fading (Gama et
 * al. 2013: S = l + a S, B = 1 + a B, with one a per symbol).
 */
public final class PrequentialStatistics {

  /** Memory of the fading mean: about 1/(1-a) = 1,000 symbols. */
  private static final double FADING = 0.999;

  private long symbols;
  private double bits;
  private double fadingBits;
  private double fadingSymbols;

  public PrequentialStatistics() {}

  /** Statistics as the four accessors gave them. */
  public PrequentialStatistics(long symbols, double bits, double fadingBits, double fadingSymbols) {
    this.symbols = symbols;
    this.bits = bits;
    this.fadingBits = fadingBits;
    this.fadingSymbols = fadingSymbols;
  }

  /** Takes the bits of the next symbol. */
  public void add(double symbolBits) {
    symbols++;
    bits += symbolBits;
    fadingBits = symbolBits + FADING * fadingBits;
    fadingSymbols = 1 + FADING * fadingSymbols;
  }

  public long symbols() {
    return symbols;
  }

  public double bits() {
    return bits;
  }

  public double fadingBits() {
    return fadingBits;
  }

  public double fadingSymbols() {
    return fadingSymbols;
  }

  /** Bits per symbol since the start, 0 before the first. */
  public double mean() {
    return symbols == 0 ? 0 : bits / symbols;
  }

  /** Recent bits per symbol, 0 before the first. */
  public double fadingMean() {
    return symbols == 0 ? 0 : fadingBits / fadingSymbols;
  }
}

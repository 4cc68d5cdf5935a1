package io.hyperstream.model.conv;

/** How well images were classified that have a label, over many batches. */
public final class ImageTally {

  private double bits;
  private long errors;
  private long images;

  /** Takes a batch, all of whose images have a label. */
  public void add(ImageScores scores) {
    bits += scores.totalBits();
    errors += scores.errors();
    images += scores.size();
  }

  /** Of a label, on average. */
  public double bits() {
    return bits / images;
  }

  /** Share of the images that were taken for another class. */
  public double errors() {
    return (double) errors / images;
  }
}

package io.hyperstream.tools.judge;

/**
 * What is known of a line: that it is normal, or in which way it is anomalous.
 *
 * @param kind {@code -} if the line is normal, any other word if it is not
 */
public record Label(String kind) {

  public static final Label NORMAL = new Label("-");

  /** Of a line that does not belong to the stream. */
  public static final Label INJECTED = new Label("injected");

  public boolean isAnomalous() {
    return !equals(NORMAL);
  }
}

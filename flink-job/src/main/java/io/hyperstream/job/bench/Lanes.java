package io.hyperstream.job.bench;

import java.io.IOException;

/** The one place that says how many threads a back end computes with. */
public final class Lanes {

  /** Read by the back end when it loads. */
  private static final String PROPERTY = "hyperstream.lanes";

  private Lanes() {}

  /** Something that loads a back end. */
  public interface Opening<T> {
    T open() throws IOException;
  }

  /** Loads back ends with so many threads. */
  public static <T> T with(int lanes, Opening<T> opening) throws IOException {
    System.setProperty(PROPERTY, Integer.toString(lanes));
    try {
      return opening.open();
    } finally {
      System.clearProperty(PROPERTY);
    }
  }
}

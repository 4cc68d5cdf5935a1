package io.hyperstream.tools.judge;

/** A simple score of a stream's lines, to compare with. It needs no model. */
interface LineScore {

  /**
   * How unusual the next line is, judged by the lines before it.
   *
   * @param line without its newline
   * @return the larger, the more unusual; finite
   */
  double add(byte[] line);
}

package io.hyperstream.model.net;

/**
 * Parameters that lie side by side in the arena and are updated alike.
 *
 * @param from the first one
 * @param to the one after the last
 * @param rate its learning rate, in units of the optimiser's
 * @param rows how many rows it has if it is updated by rows: an update then touches only the rows
 *     that the batch has read; 0 if an update touches all of it
 */
public record ParameterGroup(String name, int from, int to, double rate, int rows) {

  public boolean byRows() {
    return rows > 0;
  }

  int columns() {
    return (to - from) / rows;
  }
}

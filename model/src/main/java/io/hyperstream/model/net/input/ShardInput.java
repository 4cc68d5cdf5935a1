package io.hyperstream.model.net.input;

import io.hyperstream.model.kernels.LayerStage.InputRows;

/** What the rows of one shard read: symbols or vectors, as the input layer does. */
public interface ShardInput {

  /** Sets the symbol that a row reads, or a negative number for none. */
  void setSymbol(int row, int symbol);

  /** Sets the vector that a row reads, from an offset on. */
  void setVector(int row, double[] values, int offset);

  /** Lets a row read what another one does, once uploaded. */
  void moveRow(int from, int to);

  /** Shows the kernels what the host has set for the first {@code rows}. */
  void upload(int rows);

  /** Writes what the rows read to the gates of a layer; null if that layer reads nothing. */
  InputRows gates(int layer);
}

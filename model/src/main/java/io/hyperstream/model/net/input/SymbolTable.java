package io.hyperstream.model.net.input;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.LayerStage.InputRows;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;
import io.hyperstream.model.net.gradient.GradientPart;
import java.util.ArrayList;
import java.util.List;

/**
 * Symbols by a table with a row for each: the product of a one-hot vector, without the product. A
 * row holds, side by side, what its symbol gives to the gates of each layer that reads symbols.
 */
public final class SymbolTable implements InputLayer {

  private final Kernels kernels;
  private final Matrix table;
  private final Matrix gradient;
  private final int layerColumns;
  private final ReadRows read;
  private final List<Share> shares = new ArrayList<>();

  /**
   * @param gradient of the table; written only where a row was read
   * @param layerColumns columns of the table for each layer
   */
  public SymbolTable(Kernels kernels, Matrix table, Matrix gradient, int layerColumns) {
    this.kernels = kernels;
    this.table = table;
    this.gradient = gradient;
    this.layerColumns = layerColumns;
    this.read = new ReadRows(kernels, table.rows());
  }

  @Override
  public ShardInput shard(Kernels kernels, WindowRows rows, Matrix gates) {
    Share share = new Share(kernels, rows, gates);
    shares.add(share);
    return share;
  }

  @Override
  public void begin() {
    read.clear();
  }

  @Override
  public void uploadReadRows() {
    read.upload();
  }

  @Override
  public Indices readRows() {
    return read.rows();
  }

  @Override
  public int columns() {
    return table.columns();
  }

  @Override
  public GradientPart gradient(int from, int columns) {
    Matrix part = kernels.columns(gradient, from, columns);
    List<Matrix> values =
        shares.stream().map(share -> kernels.columns(share.gates, from, columns)).toList();
    return (own, shards) -> {
      own.zeroRows(part, read.rows());
      for (int p = 0; p < shards; p++) {
        Share share = shares.get(p);
        WindowRows rows = share.rows;
        own.scatterAdd(
            values.get(p), share.symbols, rows.first(), rows.symbols(), part, read.rows());
      }
    };
  }

  private final class Share implements ShardInput {

    private final Kernels kernels;
    private final WindowRows rows;
    private final Matrix gates;
    private final Indices symbols;

    Share(Kernels kernels, WindowRows rows, Matrix gates) {
      this.kernels = kernels;
      this.rows = rows;
      this.gates = gates;
      this.symbols = kernels.indices(gates.rows());
    }

    @Override
    public void setSymbol(int row, int symbol) {
      symbols.values()[row] = symbol;
      read.add(symbol);
    }

    @Override
    public void setVector(int row, double[] values, int offset) {
      throw new UnsupportedOperationException("this network reads symbols");
    }

    @Override
    public void moveRow(int from, int to) {
      setSymbol(to, symbols.values()[from]);
    }

    @Override
    public void upload(int rows) {
      kernels.upload(symbols, rows);
    }

    @Override
    public InputRows gates(int layer) {
      int from = layer * layerColumns;
      if (from >= table.columns()) {
        return null;
      }
      Matrix part = kernels.columns(table, from, layerColumns);
      Matrix target = kernels.columns(gates, from, layerColumns);
      return (row, count) -> kernels.gather(part, symbols, row, count, target);
    }
  }
}

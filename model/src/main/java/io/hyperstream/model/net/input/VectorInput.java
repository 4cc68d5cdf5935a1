package io.hyperstream.model.net.input;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.LayerStage.InputRows;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;
import io.hyperstream.model.net.gradient.GradientPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Vectors by a product with a matrix that has a row for each of their numbers. A row holds, side by
 * side, what its number gives to the gates of each layer that reads vectors.
 */
public final class VectorInput implements InputLayer {

  private final Kernels kernels;
  private final Matrix weight;
  private final Matrix gradient;
  private final int layerColumns;

  /** All rows: every vector is multiplied with all of them. */
  private final Indices rows;

  private final List<Share> shares = new ArrayList<>();

  /**
   * @param layerColumns columns of the weight for each layer
   */
  public VectorInput(Kernels kernels, Matrix weight, Matrix gradient, int layerColumns) {
    this.kernels = kernels;
    this.weight = weight;
    this.gradient = gradient;
    this.layerColumns = layerColumns;
    this.rows = kernels.indices(weight.rows());
    Arrays.setAll(rows.values(), row -> row);
  }

  @Override
  public ShardInput shard(Kernels kernels, WindowRows rows, Matrix gates) {
    Share share = new Share(kernels, rows, gates);
    shares.add(share);
    return share;
  }

  @Override
  public void begin() {
    // All rows are read by every batch.
  }

  @Override
  public void uploadReadRows() {
    kernels.upload(rows, weight.rows());
  }

  @Override
  public Indices readRows() {
    return rows;
  }

  @Override
  public int columns() {
    return weight.columns();
  }

  @Override
  public GradientPart gradient(int from, int columns) {
    Matrix part = kernels.columns(gradient, from, columns);
    List<Matrix> values =
        shares.stream().map(share -> kernels.columns(share.gates, from, columns)).toList();
    return (own, shards) -> {
      boolean add = false;
      for (int p = 0; p < shards; p++) {
        Share share = shares.get(p);
        int first = share.rows.first();
        int count = share.rows.symbols();
        if (count > 0) {
          own.multiplyRows(share.read, first, values.get(p), first, count, part, add);
          add = true;
        }
      }
    };
  }

  private final class Share implements ShardInput {

    private final Kernels kernels;
    private final WindowRows rows;
    private final Matrix gates;
    private final float[] vectors;

    /** The vectors, once uploaded. */
    private final Matrix read;

    Share(Kernels kernels, WindowRows rows, Matrix gates) {
      this.kernels = kernels;
      this.rows = rows;
      this.gates = gates;
      this.vectors = new float[gates.rows() * weight.rows()];
      this.read = kernels.allocate(rows.purpose(), gates.rows(), weight.rows());
    }

    @Override
    public void setSymbol(int row, int symbol) {
      throw new UnsupportedOperationException("this network reads vectors");
    }

    @Override
    public void setVector(int row, double[] values, int offset) {
      int to = row * weight.rows();
      for (int i = 0; i < weight.rows(); i++) {
        vectors[to + i] = (float) values[offset + i];
      }
    }

    @Override
    public void moveRow(int from, int to) {
      kernels.copyRows(read, from, read, to, 1);
    }

    @Override
    public void upload(int rows) {
      kernels.upload(vectors, 0, read, 0, rows);
    }

    @Override
    public InputRows gates(int layer) {
      int from = layer * layerColumns;
      if (from >= weight.columns()) {
        return null;
      }
      Matrix part = kernels.columns(weight, from, layerColumns);
      Matrix target = kernels.columns(gates, from, layerColumns);
      return (row, count) -> kernels.multiply(read, row, part, target, row, count, false);
    }
  }
}

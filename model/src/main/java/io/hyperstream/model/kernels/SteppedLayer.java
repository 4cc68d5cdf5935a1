package io.hyperstream.model.kernels;

import static io.hyperstream.model.kernels.Gates.GATES;

import java.util.ArrayList;
import java.util.List;

/**
 * A layer as a loop over time, written on the products and cells of any back end (reference 1.3 and
 * 1.5).
 */
public final class SteppedLayer implements LayerStage {

  private final Kernels kernels;
  private final boolean inputAtOnce;
  private final WindowRows rows;

  private final Matrix h;
  private final Matrix dh;
  private final Matrix dc;
  private final Matrix recurrent;
  private final Matrix recurrentWeight;
  private final CellStage main;

  /** Null in a plain LSTM, as is all below. */
  private final LayerSpec.Hyper hyper;

  private final CellStage hyperCell;
  private final CellSpec.Memory hyperMemory;

  /** What backward needs of forward, but for what the cells have themselves. */
  private final List<Matrix> kept = new ArrayList<>();

  /** The columns of {@link #recurrent} that are the hyper cell's gates. */
  private final Matrix hyperRecurrent;

  /**
   * @param inputAtOnce whether the layer asks for the input of all rows in one call: better where a
   *     call is expensive. Otherwise it asks step by step, and reads from the cache what was just
   *     written.
   */
  public SteppedLayer(Kernels kernels, LayerSpec spec, boolean inputAtOnce) {
    this.kernels = kernels;
    this.inputAtOnce = inputAtOnce;
    this.rows = spec.rows();
    this.h = spec.main().memory().h();
    this.dh = spec.main().memory().dh();
    this.dc = spec.main().memory().dc();
    this.recurrent = spec.recurrent();
    this.recurrentWeight = spec.main().recurrentWeight();
    this.hyper = spec.hyper();
    int mainGates = GATES * spec.main().units();
    this.main =
        kernels.cell(
            cellSpec(
                spec,
                spec.main(),
                gates(spec, 0, mainGates),
                hyper == null ? null : hyper.scaling()));
    this.kept.addAll(List.of(h, spec.main().memory().c(), recurrent, spec.input()));
    if (hyper == null) {
      this.hyperCell = null;
      this.hyperMemory = null;
      this.hyperRecurrent = null;
    } else {
      CellSpec.Input gates = gates(spec, mainGates, GATES * hyper.cell().units());
      this.hyperCell = kernels.cell(cellSpec(spec, hyper.cell(), gates, null));
      this.hyperMemory = hyper.cell().memory();
      this.hyperRecurrent = gates.recurrent();
      this.kept.addAll(List.of(hyperMemory.h(), hyperMemory.c(), hyper.scaling().z()));
    }
  }

  private CellSpec.Input gates(LayerSpec spec, int from, int columns) {
    return new CellSpec.Input(
        kernels.columns(spec.recurrent(), from, columns),
        kernels.columns(spec.input(), from, columns));
  }

  private static CellSpec cellSpec(
      LayerSpec layer, LayerSpec.Cell cell, CellSpec.Input input, CellSpec.Scaling scaling) {
    return new CellSpec(
        layer.rows().purpose(),
        cell.units(),
        layer.rows().maxWindows(),
        layer.normalisation(),
        cell.memory(),
        input,
        scaling,
        cell.weights(),
        cell.gradients(),
        cell.drop());
  }

  @Override
  public void forward(InputRows input) {
    int first = rows.first();
    int symbols = rows.symbols();
    if (inputAtOnce) {
      input.fill(first, symbols);
    }
    fillSignals(first, symbols);
    for (int t = 0; t < rows.steps(); t++) {
      int row = rows.start(t);
      int count = rows.count(t);
      if (!inputAtOnce) {
        input.fill(row, count);
      }
      step(row, rows.start(t - 1), count);
    }
  }

  @Override
  public void forward(InputRows input, int window, int windows) {
    for (int t = 0, count; (count = rows.count(t, window, windows)) > 0; t++) {
      int row = rows.start(t) + window;
      input.fill(row, count);
      fillSignals(row, count);
      step(row, rows.start(t - 1) + window, count);
    }
  }

  private void fillSignals(int row, int count) {
    if (hyper != null) {
      kernels.fillRows(hyper.scaling().z(), row, count, hyper.embeddingBias());
    }
  }

  private void step(int row, int previous, int count) {
    kernels.multiply(h, previous, recurrentWeight, recurrent, row, count, false);
    if (hyper != null) {
      hyperForward(row, previous, count);
    }
    main.forward(row, previous, count);
  }

  private void hyperForward(int row, int previous, int count) {
    Matrix hyperH = hyperMemory.h();
    kernels.multiply(
        hyperH, previous, hyper.cell().recurrentWeight(), hyperRecurrent, row, count, true);
    hyperCell.forward(row, previous, count);
    kernels.multiply(hyperH, row, hyper.embeddingWeight(), hyper.scaling().z(), row, count, true);
  }

  @Override
  public void moveRow(int from, int to) {
    for (Matrix part : kept) {
      kernels.copyRows(part, from, part, to, 1);
    }
    main.moveRow(from, to);
    if (hyper != null) {
      hyperCell.moveRow(from, to);
    }
  }

  @Override
  public void backward() {
    clearGradients();
    for (int t = rows.steps() - 1; t >= 0; t--) {
      int row = rows.start(t);
      int previous = rows.start(t - 1);
      int count = rows.count(t);
      main.backward(row, previous, count);
      if (hyper != null) {
        hyperBackward(row, previous, count);
      }
      kernels.multiplyTransposed(recurrent, row, recurrentWeight, dh, previous, count, true);
    }
    main.completeGradients();
    if (hyper != null) {
      hyperCell.completeGradients();
    }
  }

  private void clearGradients() {
    kernels.zero(dc, 0, rows.end());
    main.clearGradients();
    if (hyper != null) {
      kernels.zero(hyperMemory.dh(), 0, rows.end());
      kernels.zero(hyperMemory.dc(), 0, rows.end());
      hyperCell.clearGradients();
    }
  }

  private void hyperBackward(int row, int previous, int count) {
    Matrix dHyperH = hyperMemory.dh();
    kernels.multiplyTransposed(
        hyper.scaling().dz(), row, hyper.embeddingWeight(), dHyperH, row, count, true);
    hyperCell.backward(row, previous, count);
    kernels.multiplyTransposed(
        hyperRecurrent, row, hyper.cell().recurrentWeight(), dHyperH, previous, count, true);
  }
}

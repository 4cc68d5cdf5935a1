package io.hyperstream.model.expert;

/** An expert that scores all windows in one part, by the logits of the network. */
abstract class SinglePart implements Expert {

  /** Of the current step. */
  ExpertWindows windows;

  @Override
  public final void begin(ExpertWindows windows) {
    windows.fetchLogits();
  }

  @Override
  public final int parts() {
    return 1;
  }

  @Override
  public final void deal(ExpertWindows windows, boolean learning) {
    this.windows = windows;
  }

  @Override
  public final void runAll() {
    windows.awaitLogits();
    run(0);
  }
}

package io.hyperstream.model.context;

import java.util.Arrays;

/**
 * Looks ahead along a history: appends symbols that have not come, until {@link #end} restores the
 * history. Nothing may be learned in between.
 */
public final class LookAhead {

  private final History history;
  private final MatchModel matchModel;
  private final PointerModel pointerModel;
  private final TextContext text = new TextContext();
  private final RecordContext record = new RecordContext();
  private final Match[] matches = new Match[MatchModel.LENGTHS];
  private final Pointer[] pointers = new Pointer[PointerModel.POINTERS];
  private byte[] overwritten = new byte[64];
  private int count;

  LookAhead(History history, MatchModel matchModel, PointerModel pointerModel) {
    this.history = history;
    this.matchModel = matchModel;
    this.pointerModel = pointerModel;
    text.copyFrom(history.text);
    record.copyFrom(history.record);
    for (int i = 0; i < matches.length; i++) {
      matches[i] = new Match();
      matches[i].copyFrom(history.matches[i]);
    }
    for (int i = 0; i < pointers.length; i++) {
      pointers[i] = new Pointer();
      pointers[i].copyFrom(history.pointers[i]);
    }
  }

  public History history() {
    return history;
  }

  public void append(int symbol) {
    if (count == overwritten.length) {
      overwritten = Arrays.copyOf(overwritten, 2 * count);
    }
    overwritten[count++] = (byte) history.next();
    history.append(symbol);
    matchModel.follow(history, symbol);
    pointerModel.follow(history, symbol);
  }

  public void end() {
    while (count > 0) {
      history.takeBack(overwritten[--count]);
    }
    history.text.copyFrom(text);
    history.record.copyFrom(record);
    for (int i = 0; i < matches.length; i++) {
      history.matches[i].copyFrom(matches[i]);
    }
    for (int i = 0; i < pointers.length; i++) {
      history.pointers[i].copyFrom(pointers[i]);
    }
  }
}

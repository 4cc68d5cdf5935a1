package io.hyperstream.model.context;

import java.util.Arrays;

/**
 * Looks ahead along a history: appends symbols that have not come, until {@link #end} restores the
 * history. Nothing may be learned in between.
 */
public final class LookAhead {

  private final History history;
  private final MatchModel expert;
  private final TextContext text = new TextContext();
  private final Match[] matches = new Match[MatchModel.LENGTHS];
  private byte[] overwritten = new byte[64];
  private int count;

  LookAhead(History history, MatchModel expert) {
    this.history = history;
    this.expert = expert;
    text.copyFrom(history.text);
    for (int i = 0; i < matches.length; i++) {
      matches[i] = new Match();
      matches[i].copyFrom(history.matches[i]);
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
    expert.follow(history, symbol);
  }

  public void end() {
    while (count > 0) {
      history.takeBack(overwritten[--count]);
    }
    history.text.copyFrom(text);
    for (int i = 0; i < matches.length; i++) {
      history.matches[i].copyFrom(matches[i]);
    }
  }
}

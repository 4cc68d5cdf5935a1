package io.hyperstream.job.learn.alert;

import io.hyperstream.model.expert.Continuation;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import java.util.List;

/**
 * The part of a record that stands out: from its most surprising symbol on, as long as surprising
 * symbols follow. With it what the model expected in its place, and the text around it.
 */
public final class OddStretch {

  /** A symbol is surprising if its bits exceed their expectation by this. */
  static final float MIN_SURPRISE = 1;

  /** The stretch ends where this many symbols in a row are not surprising. */
  static final int GAP = 8;

  static final int NONE = -1;

  /** The place in the record, from 0; {@link #NONE} if nothing stands out. */
  int start = NONE;

  int end;

  /** How many bits the first symbol of the stretch exceeds their expectation by. */
  float surprise;

  /** What was expected at its start, best first; empty if that is not known. */
  List<Continuation> expected = List.of();

  /**
   * The text around the stretch, three quarters of it after the start; null while the latest
   * observations of the stream have it.
   */
  Observations text;

  /**
   * Takes the next symbol of the record.
   *
   * @param place in the record, from 0
   * @param surprise how many bits it exceeds their expectation by
   * @param expected in its place, or null if that is not known
   */
  public void add(int place, float surprise, List<Continuation> expected) {
    if (surprise >= MIN_SURPRISE) {
      if (start == NONE || surprise > this.surprise) {
        start = place;
        end = place + 1;
        this.surprise = surprise;
        this.expected = expected == null ? List.of() : expected;
        text = null;
      } else if (place - end < GAP) {
        end = place + 1;
      }
    }
  }

  /** Begins anew with an observation of the record, which is all of it. */
  public void startAt(int place) {
    start = place;
    end = place + 1;
    text = null;
  }

  /**
   * Keeps the text around the stretch before it is lost.
   *
   * @param place in the record of the observation that was taken last
   * @param recent observations of the stream, the last of them that one
   */
  void keepText(int place, RecentObservations recent) {
    if (start != NONE && place - start == afterStart(recent.kind())) {
      text = recent.toObservations();
    }
  }

  /** How many observations of the record come before the end of the text that is kept. */
  int textEnd() {
    return start + afterStart(text.kind()) + 1;
  }

  /** How many observations of a long record come after the start in the text that is kept. */
  static int afterStart(ObservationKind kind) {
    return RecentObservations.max(kind) * 3 / 4;
  }

  /** A copy that shares nothing that changes. */
  public OddStretch copy() {
    OddStretch copy = new OddStretch();
    copy.start = start;
    copy.end = end;
    copy.surprise = surprise;
    copy.expected = expected;
    copy.text = text;
    return copy;
  }
}

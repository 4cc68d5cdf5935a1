package io.hyperstream.tools.page;

import io.hyperstream.job.text.SymbolText;
import io.hyperstream.schemas.Candidate;
import io.hyperstream.schemas.Future;
import io.hyperstream.schemas.Prediction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Selects what a client that shows a stream in detail has not been sent yet. */
final class DetailView {

  // What the client has.

  private KnownStream stream;
  private long changes;
  private int thinned;
  private int points;
  private long nextSequence;
  private Prediction prediction;
  private List<String> names;

  /**
   * The changes since the last call, or null if there are none or the stream does not exist.
   *
   * @param time milliseconds since the epoch
   */
  Frame.Detail next(KnownStream now, long time) {
    boolean start = now != stream;
    if (start) {
      stream = now;
      points = 0;
      nextSequence = 0;
      prediction = null;
      names = null;
    }
    if (now == null) {
      return null;
    }
    ScoredRecord peak = now.peak(time);
    List<Frame.Record> records = newRecords(peak);
    if (!start && records == null && now.changes == changes) {
      return null;
    }
    changes = now.changes;
    return new Frame.Detail(
        now.id,
        now.key,
        start,
        now.symbols,
        Rounded.bpc(now.fadingBpc),
        Rounded.bpc(now.bpc),
        now.labels,
        newNames(),
        newHistory(),
        records,
        peak == null ? null : peak.place(),
        newPrediction());
  }

  private List<String> newNames() {
    boolean same = Objects.equals(names, stream.names);
    names = stream.names;
    return same ? null : names;
  }

  private Frame.History newHistory() {
    BpcHistory history = stream.history;
    // Of the points that the client has, only the last one can have changed.
    int from = history.thinned() == thinned ? Math.max(0, points - 1) : 0;
    thinned = history.thinned();
    points = history.size();
    return new Frame.History(from, history.times(from), history.values(from));
  }

  /**
   * The new records in order. A record whose text is still being read holds back those after it.
   */
  private List<Frame.Record> newRecords(ScoredRecord peak) {
    List<Frame.Record> records = new ArrayList<>();
    for (ScoredRecord record : stream.recordsWith(peak)) {
      if (record.sequence < nextSequence) {
        continue;
      }
      if (record.isTextWanted()) {
        break;
      }
      nextSequence = record.sequence + 1;
      records.add(
          new Frame.Record(
              record.sequence,
              record.place(),
              record.time,
              Rounded.bpc(record.bpc),
              record.surprise == null ? null : Rounded.surprise(record.surprise),
              record.symbols - record.shown(),
              record.text() == null ? null : record.text().pieces(),
              record.numbers(),
              record.guess,
              record.image()));
    }
    return records.isEmpty() ? null : records;
  }

  private Frame.Next newPrediction() {
    if (stream.prediction == prediction) {
      return null;
    }
    prediction = stream.prediction;
    boolean bytes = prediction.getContinuation() instanceof ByteBuffer;
    List<Frame.Candidate> candidates = new ArrayList<>();
    for (Candidate candidate : prediction.getCandidates()) {
      candidates.add(
          new Frame.Candidate(
              bytes ? byteName(candidate.getSymbol()) : "#" + candidate.getSymbol(),
              Rounded.probability(candidate.getProbability())));
    }
    return new Frame.Next(
        candidates,
        SymbolText.of(prediction.getContinuation()),
        prediction.getFuture().stream().map(DetailView::fan).toList());
  }

  private static Frame.Fan fan(Future future) {
    return new Frame.Fan(
        future.getName(),
        future.getQuantiles().stream()
            .map(level -> level.getValues().stream().map(Rounded::number).toList())
            .toList(),
        future.getSample().stream().map(Rounded::number).toList());
  }

  /** A printable or blank byte by its character or name, any other byte as a number. */
  private static String byteName(int symbol) {
    return switch (symbol) {
      case ' ' -> "space";
      case '\n' -> "newline";
      case '\t' -> "tab";
      default ->
          symbol > ' ' && symbol < 0x7f ? Character.toString(symbol) : "\\x%02x".formatted(symbol);
    };
  }
}

package io.hyperstream.tools.replay;

import io.hyperstream.tools.feed.RoundRobin;
import io.hyperstream.tools.judge.Label;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a replay's input again to find where some of its records are in their files. */
final class PlaceFinder {

  /**
   * A wanted record.
   *
   * @param before number of records of its piece before it, injected ones not counted
   */
  private record Found(String key, long before, boolean anomalous) {}

  private final ReplayInput input;
  private final Set<Long> wanted;
  private final Map<Long, Found> found = new HashMap<>();

  /** Records of each key so far, injected ones not counted. */
  private final Map<String, Long> records = new HashMap<>();

  private PlaceFinder(ReplayInput input, Set<Long> wanted) {
    this.input = input;
    this.wanted = wanted;
  }

  /**
   * Finds records.
   *
   * @param wanted how many records of the input come before each
   * @return the place of each
   */
  static Map<Long, Place> find(ReplayInput input, Set<Long> wanted) throws IOException {
    PlaceFinder finder = new PlaceFinder(input, wanted);
    finder.read();
    return finder.places();
  }

  private void read() throws IOException {
    List<Label> labels = new ArrayList<>();
    try (RoundRobin turns = new RoundRobin(input.open(labels::add))) {
      long offset = 0;
      while (!turns.isFinished()) {
        RoundRobin.Turn turn = turns.poll();
        if (turn != null) {
          String key = new String(turn.key(), StandardCharsets.UTF_8);
          boolean anomalous = input.isLabelled() && labels.get(labels.size() - 1).isAnomalous();
          long before = records.getOrDefault(key, 0L);
          boolean own = !(anomalous && input.isInjected());
          records.put(key, own ? before + 1 : before);
          if (wanted.contains(offset)) {
            found.put(offset, new Found(key, own ? before : before - 1, anomalous));
          }
          offset++;
        }
      }
    }
  }

  private Map<Long, Place> places() {
    Map<String, Piece> pieces = new HashMap<>();
    Map<String, Long> linesBefore = new HashMap<>();
    long lines = 0;
    for (Piece piece : input.pieces()) {
      lines = piece.start() == 0 ? 0 : lines;
      pieces.put(piece.key(), piece);
      linesBefore.put(piece.key(), lines);
      lines += records.getOrDefault(piece.key(), 0L);
    }
    Map<Long, Place> places = new HashMap<>();
    found.forEach(
        (offset, record) -> {
          Boolean label = input.isLabelled() ? (Boolean) record.anomalous() : null;
          long line = linesBefore.get(record.key()) + record.before() + 1;
          long start = pieces.get(record.key()).start() + record.before() * input.chunkBytes();
          places.put(
              offset, input.isLines() ? Place.line(line, label) : Place.offset(start, label));
        });
    return places;
  }
}

package io.hyperstream.tools.replay;

import io.hyperstream.tools.feed.RoundRobin;
import io.hyperstream.tools.judge.Judge;
import io.hyperstream.tools.judge.Judgement;
import io.hyperstream.tools.judge.Label;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Judges a replay by the labels of its lines. */
final class Labels {

  private Labels() {}

  /**
   * Reads the input again for its labels and the baselines.
   *
   * @param budget surprise from which a line is flagged
   * @throws IOException if the input cannot be read
   */
  static Judgement judge(ReplayInput input, RecordScores scores, double budget) throws IOException {
    Judge judge = new Judge(budget);
    List<Label> labels = new ArrayList<>();
    try (RoundRobin turns = new RoundRobin(input.open(labels::add))) {
      int offset = 0;
      while (!turns.isFinished()) {
        RoundRobin.Turn turn = turns.poll();
        if (turn != null) {
          String key = new String(turn.key(), StandardCharsets.UTF_8);
          judge.add(key, labels.get(offset), turn.value(), scores.outcome(offset));
          offset++;
        }
      }
    }
    return judge.judgement();
  }
}

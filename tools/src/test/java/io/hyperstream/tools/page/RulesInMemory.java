package io.hyperstream.tools.page;

import io.hyperstream.schemas.Feedback;
import io.hyperstream.tools.feedback.RuleStore;
import io.hyperstream.tools.feedback.StoredRule;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules that are nowhere else. */
final class RulesInMemory implements RuleStore {

  final Map<String, Feedback> rules = new LinkedHashMap<>();

  /** What writing fails with, if it is to fail. */
  String problem;

  /** Of an incident at a place, the records are of two patterns. */
  FeedbackHandler handler() {
    return new FeedbackHandler(
        this,
        id -> {
          if (!id.contains("@")) {
            throw new IOException("There is no incident " + id);
          }
          return List.of("usual", "took # ms");
        });
  }

  @Override
  public List<StoredRule> rules() {
    return rules.entrySet().stream()
        .map(rule -> StoredRule.of(rule.getKey(), rule.getValue(), 0, Instant.now()))
        .toList();
  }

  @Override
  public void put(String id, Feedback rule) throws IOException {
    if (problem != null) {
      throw new IOException(problem);
    }
    rules.put(id, rule);
  }

  @Override
  public void takeBack(String id) throws IOException {
    if (rules.remove(id) == null) {
      throw new IOException("There is no rule " + id);
    }
  }
}

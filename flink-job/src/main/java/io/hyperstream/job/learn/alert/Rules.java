package io.hyperstream.job.learn.alert;

import io.hyperstream.model.anomaly.RecordPattern;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What people said about records: which are fine, not to be reported, or not to be learned. A rule
 * counts for records that come after it, by their event time. A record is meant by a pattern that
 * it has, or that is nearly its own.
 */
public final class Rules {

  /** Patterns for which is remembered which rules mean them; streams have few. */
  private static final int MAX_REMEMBERED = 10_000;

  private final boolean bytes;
  private final Map<String, Rule> rules = new TreeMap<>();

  /** The rules that mean a pattern, by its hash. */
  private final Map<Long, List<Rule>> found = new HashMap<>();

  private boolean anyNotToLearn;

  /**
   * @param bytes whether symbols are bytes, of which several are a word; else each is one
   */
  public Rules(boolean bytes) {
    this.bytes = bytes;
  }

  /**
   * Takes a rule, which replaces one of the same id.
   *
   * @param said the rule; null where it is taken back
   */
  public void hear(String id, Feedback said) {
    if (said == null || said.getAction() == FeedbackAction.PREDICT) {
      if (rules.remove(id) == null) {
        return;
      }
    } else {
      rules.put(id, Rule.of(id, said));
    }
    found.clear();
    anyNotToLearn =
        rules.values().stream().anyMatch(rule -> rule.action() == FeedbackAction.DO_NOT_LEARN);
  }

  /**
   * Whether a record is to be learned.
   *
   * @param key of its stream
   * @param eventTime milliseconds since the epoch
   */
  public boolean learns(String key, Observations record, long eventTime) {
    if (!anyNotToLearn) {
      return true;
    }
    RecordPattern pattern = patternOf(record);
    for (Rule rule : rulesFor(pattern.hash(), pattern::text)) {
      if (rule.action() == FeedbackAction.DO_NOT_LEARN && rule.covers(key, eventTime)) {
        return false;
      }
    }
    return true;
  }

  private RecordPattern patternOf(Observations record) {
    RecordPattern pattern = new RecordPattern();
    if (record.kind().isVector()) {
      return pattern; // which number is odd is not known yet
    }
    for (int i = 0; i < record.size(); i++) {
      if (bytes) {
        pattern.addByte(record.symbol(i));
      } else {
        pattern.addToken(record.symbol(i));
      }
    }
    return pattern;
  }

  private List<Rule> rulesFor(long hash, Supplier<String> pattern) {
    List<Rule> known = found.get(hash);
    if (known == null) {
      String text = pattern.get();
      known = rules.values().stream().filter(rule -> rule.isFor(text)).toList();
      if (found.size() >= MAX_REMEMBERED) {
        found.clear();
      }
      found.put(hash, known);
    }
    return known;
  }

  /**
   * The rule by which nothing is to be reported of records of a pattern; null if there is none.
   *
   * @param key of their stream
   * @param eventTime milliseconds since the epoch
   */
  String silencing(String key, String pattern, long eventTime) {
    if (rules.isEmpty()) {
      return null;
    }
    for (Rule rule : rulesFor(RecordPattern.hashOf(pattern), () -> pattern)) {
      if (rule.action() != FeedbackAction.DO_NOT_LEARN && rule.covers(key, eventTime)) {
        return rule.id();
      }
    }
    return null;
  }

  /**
   * The rule by which nothing at all is to be reported of a stream, such as that it has changed;
   * null if there is none.
   */
  String silencing(String key, long eventTime) {
    for (Rule rule : rules.values()) {
      if (rule.action() == FeedbackAction.DO_NOT_REPORT
          && rule.isForAll()
          && rule.covers(key, eventTime)) {
        return rule.id();
      }
    }
    return null;
  }
}

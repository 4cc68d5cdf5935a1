package io.hyperstream.job.learn.result;

import io.hyperstream.job.input.StreamKey;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The keys that somebody wants predictions of: what the rules PREDICT of the topic feedback are
 * about. Whoever watches a key writes such a rule again and again, each with a later end.
 */
public final class WatchedKeys {

  /** Stands for all keys. */
  private static final String ALL = null;

  private record Wish(String key, long until) {}

  /** By the ids of their rules. */
  private final Map<String, Wish> wishes = new HashMap<>();

  /** When the last wish for a key ends, milliseconds since the epoch. */
  private final Map<String, Long> ends = new HashMap<>();

  /**
   * Takes a rule, which replaces one of the same id.
   *
   * @param said the rule; null where it is taken back
   * @param now milliseconds since the epoch
   * @return the key that is watched from now on, and was not before; null if there is none, or if
   *     it is all keys
   */
  public String hear(String id, Feedback said, long now) {
    wishes.remove(id);
    String begun = null;
    if (said != null && said.getAction() == FeedbackAction.PREDICT) {
      Wish wish = wish(said);
      begun = wish.until() > now && !isWatched(wish.key(), now) ? wish.key() : null;
      wishes.put(id, wish);
    }
    wishes.values().removeIf(wish -> wish.until() <= now);
    ends.clear();
    wishes.values().forEach(wish -> ends.merge(wish.key(), wish.until(), Math::max));
    return begun;
  }

  private static Wish wish(Feedback said) {
    return new Wish(
        said.getStream() == null
            ? ALL
            : StreamKey.of(said.getStream().getBytes(StandardCharsets.UTF_8)),
        said.getUntil() == null ? Long.MAX_VALUE : said.getUntil().toEpochMilli());
  }

  /**
   * Whether somebody watches a key.
   *
   * @param now milliseconds since the epoch
   */
  public boolean isWatched(String key, long now) {
    return !ends.isEmpty() && (isUntil(key, now) || isUntil(ALL, now));
  }

  private boolean isUntil(String key, long now) {
    return ends.getOrDefault(key, Long.MIN_VALUE) > now;
  }
}

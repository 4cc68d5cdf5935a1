package io.hyperstream.tools.bench.sync;

import io.hyperstream.model.sync.Encoding;
import io.hyperstream.model.sync.SyncConfig;
import io.hyperstream.tools.bench.sync.LearnerGroup.Sharing;
import java.util.ArrayList;
import java.util.List;

/**
 * What is compared: every number of learners with every period and encoding, beside as many that
 * never share.
 *
 * @param learners their numbers
 * @param periods symbols that each learns between two rounds
 * @param outer how they share, whatever the encoding
 * @param delay symbols that each learns while changes travel
 */
public record SyncPlan(
    List<Integer> learners,
    List<Long> periods,
    SyncConfig outer,
    List<Encoding> encodings,
    long delay) {

  /**
   * A group of learners.
   *
   * @param sharing null: never
   */
  record Group(int learners, Sharing sharing) {}

  /** All groups, a single learner first, to compare the others with. */
  List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    groups.add(new Group(1, null));
    for (int count : learners) {
      if (count > 1) {
        groups.add(new Group(count, null));
      }
      for (long period : periods) {
        for (Encoding encoding : encodings) {
          groups.add(new Group(count, new Sharing(outer.with(encoding), period, delay)));
        }
      }
    }
    return groups;
  }
}

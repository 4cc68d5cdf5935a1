package io.hyperstream.tools.feedback;

import io.hyperstream.schemas.Feedback;
import java.io.IOException;
import java.util.List;

/** Where the rules are. */
public interface RuleStore {

  /** The rules about records that are not taken back, in the order in which they were made. */
  List<StoredRule> rules() throws IOException;

  /** Writes a rule, in the place of one with that id. */
  void put(String id, Feedback rule) throws IOException;

  /**
   * Takes a rule back.
   *
   * @throws IOException if there is no such rule, or it cannot be written
   */
  void takeBack(String id) throws IOException;
}

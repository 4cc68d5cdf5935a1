package io.hyperstream.job.learn.state;

import java.io.IOException;
import java.util.List;

/** The states of all keys. Any of them can be accessed at any time. */
public interface KeyStates {

  /** The state of a key, or null. Valid until the next event only. */
  KeyState get(String name) throws IOException;

  void put(String name, KeyState key) throws IOException;

  void remove(String name);

  /** Whether a key belongs here, with or without a state. */
  boolean isOwn(String name);

  /** All keys, sorted, so that their order does not depend on the implementation. */
  List<String> names();
}

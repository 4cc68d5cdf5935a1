package io.hyperstream.job.learn.state;

import java.io.IOException;
import java.util.List;

/** The states of all keys, for access to any of them at any time. */
public interface KeyStates {

  /** The state of a key, or null; to be used before the next event only. */
  KeyState get(String name) throws IOException;

  void put(String name, KeyState key) throws IOException;

  void remove(String name);

  /** All keys in an order of their own, whatever holds them. */
  List<String> names();
}

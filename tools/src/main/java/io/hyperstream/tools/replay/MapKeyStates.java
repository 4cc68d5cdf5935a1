package io.hyperstream.tools.replay;

import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.learn.state.KeyStates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps key states in memory. */
final class MapKeyStates implements KeyStates {

  private final Map<String, KeyState> states = new HashMap<>();

  @Override
  public KeyState get(String name) {
    return states.get(name);
  }

  @Override
  public void put(String name, KeyState key) {
    states.put(name, key);
  }

  @Override
  public void remove(String name) {
    states.remove(name);
  }

  @Override
  public boolean isOwn(String name) {
    return true;
  }

  @Override
  public List<String> names() {
    return states.keySet().stream().sorted().toList();
  }
}

package io.hyperstream.job.learn.state;

import io.hyperstream.model.numeric.Bfloat16;
import java.io.IOException;
import java.util.List;

/**
 * Rounds the network's state of a key to bfloat16 at each put. It then takes half the bytes where
 * it is stored, and is the same whether it comes from the heap, from RocksDB or from a checkpoint.
 */
public final class RoundedKeyStates implements KeyStates {

  private final KeyStates states;

  public RoundedKeyStates(KeyStates states) {
    this.states = states;
  }

  @Override
  public KeyState get(String name) throws IOException {
    return states.get(name);
  }

  @Override
  public void put(String name, KeyState key) throws IOException {
    Bfloat16.round(key.network.values());
    states.put(name, key);
  }

  @Override
  public void remove(String name) {
    states.remove(name);
  }

  @Override
  public boolean isOwn(String name) {
    return states.isOwn(name);
  }

  @Override
  public List<String> names() {
    return states.names();
  }
}

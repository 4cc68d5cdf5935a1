package io.hyperstream.job.learn;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;

/**
 * The states of all keys, for access to any of them from any event. A method leaves the key it was
 * called with as the current one.
 */
final class KeyStates {

  static final ValueStateDescriptor<KeyState> DESCRIPTOR =
      new ValueStateDescriptor<>("key-state", new KeyStateSerializer());

  private final KeyedStateBackend<String> backend;
  private final ValueState<KeyState> state;

  KeyStates(KeyedStateBackend<String> backend, ValueState<KeyState> state) {
    this.backend = backend;
    this.state = state;
  }

  /** The state of a key, or null; to be used before the next event only. */
  KeyState get(String name) throws IOException {
    backend.setCurrentKey(name);
    return state.value();
  }

  void put(String name, KeyState key) throws IOException {
    backend.setCurrentKey(name);
    state.update(key);
  }

  void remove(String name) {
    backend.setCurrentKey(name);
    state.clear();
  }

  /** All keys in an order of their own, whichever back end holds them. */
  List<String> names() {
    try (Stream<String> names = backend.getKeys(DESCRIPTOR.getName(), VoidNamespace.INSTANCE)) {
      return names.sorted().toList();
    }
  }
}

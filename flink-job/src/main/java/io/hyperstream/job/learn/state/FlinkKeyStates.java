package io.hyperstream.job.learn.state;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;

/** Keyed state of an operator. The key of a call is the current key afterwards. */
public final class FlinkKeyStates implements KeyStates {

  public static final ValueStateDescriptor<KeyState> DESCRIPTOR =
      new ValueStateDescriptor<>("key-state", new KeyStateSerializer());

  private final KeyedStateBackend<String> backend;
  private final ValueState<KeyState> state;
  private final KeyGroupRange keyGroups;
  private final int maxParallelism;

  /**
   * @param keyGroups of the subtask
   * @param maxParallelism number of all key groups
   */
  public FlinkKeyStates(
      KeyedStateBackend<String> backend,
      ValueState<KeyState> state,
      KeyGroupRange keyGroups,
      int maxParallelism) {
    this.backend = backend;
    this.state = state;
    this.keyGroups = keyGroups;
    this.maxParallelism = maxParallelism;
  }

  @Override
  public KeyState get(String name) throws IOException {
    backend.setCurrentKey(name);
    return state.value();
  }

  @Override
  public void put(String name, KeyState key) throws IOException {
    backend.setCurrentKey(name);
    state.update(key);
  }

  @Override
  public void remove(String name) {
    backend.setCurrentKey(name);
    state.clear();
  }

  @Override
  public boolean isOwn(String name) {
    return keyGroups.contains(KeyGroupRangeAssignment.assignToKeyGroup(name, maxParallelism));
  }

  @Override
  public List<String> names() {
    try (Stream<String> names = backend.getKeys(DESCRIPTOR.getName(), VoidNamespace.INSTANCE)) {
      return names.sorted().toList();
    }
  }
}

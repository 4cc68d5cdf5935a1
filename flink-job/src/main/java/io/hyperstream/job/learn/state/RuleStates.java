package io.hyperstream.job.learn.state;

import io.hyperstream.job.exchange.FeedbackEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;

/**
 * Where checkpoints keep the rules of people, the same for all learners, however many there are. A
 * rule is kept as it came: in Avro's single-object encoding, which names its schema.
 */
public final class RuleStates {

  private static final MapStateDescriptor<String, byte[]> RULES =
      new MapStateDescriptor<>(
          "rules", StringSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE);

  private final BroadcastState<String, byte[]> rules;

  public RuleStates(OperatorStateStore store) throws Exception {
    this.rules = store.getBroadcastState(RULES);
  }

  /** Keeps a rule in the place of one with its id, or drops that. */
  public void put(FeedbackEvent event) throws Exception {
    if (event.value() == null) {
      rules.remove(event.id());
    } else {
      rules.put(event.id(), event.value());
    }
  }

  /** The rules that are kept. */
  public List<FeedbackEvent> all() throws Exception {
    List<FeedbackEvent> all = new ArrayList<>();
    for (Map.Entry<String, byte[]> rule : rules.immutableEntries()) {
      all.add(new FeedbackEvent(rule.getKey(), rule.getValue()));
    }
    return all;
  }
}

package io.hyperstream.job.learn;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.output.OutputRecord;
import java.util.Objects;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.util.OutputTag;

/**
 * Makes the operator that learns streams online and scores each of their records:
 *
 * <pre>{@code
 * records.keyBy(record -> record.key)
 *     .transform("learn", scoreType, new LearnOperatorFactory(settings))
 * }</pre>
 *
 * The main output holds one encoded {@code Score} per input record that is not a tombstone, the
 * side outputs {@link #PREDICTIONS} and {@link #ALERTS} encoded {@code Prediction}s and {@code
 * Alert}s. All are keyed like the input.
 *
 * <p>Guarantees, for each key and whatever fails and is restored:
 *
 * <ul>
 *   <li>each symbol is scored exactly once, then learned exactly once, in the order of the input;
 *   <li>scores come in the order of the input, each as soon as its record's last symbol is scored;
 *   <li>without a {@link LearnSettings#maxDelay} and a {@link LearnSettings#ttl}, what is learned
 *       is a function of the order of the input alone: a checkpoint changes nothing, and after a
 *       restore the operator goes on bit for bit as if it had not stopped.
 * </ul>
 */
public final class LearnOperatorFactory extends AbstractStreamOperatorFactory<OutputRecord>
    implements OneInputStreamOperatorFactory<InputRecord, OutputRecord> {

  private static final long serialVersionUID = 1;

  /** What the model expects of the keys, see {@link LearnSettings#predictInterval}. */
  public static final OutputTag<OutputRecord> PREDICTIONS = new OutputTag<>("predictions") {};

  /** What is unusual, see {@link AlertSettings}. */
  public static final OutputTag<OutputRecord> ALERTS = new OutputTag<>("alerts") {};

  private final LearnSettings settings;

  public LearnOperatorFactory(LearnSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends StreamOperator<OutputRecord>> T createStreamOperator(
      StreamOperatorParameters<OutputRecord> parameters) {
    return (T) new LearnOperator(parameters, settings);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return LearnOperator.class;
  }
}

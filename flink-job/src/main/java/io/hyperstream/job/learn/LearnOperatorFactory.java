package io.hyperstream.job.learn;

import io.hyperstream.job.exchange.LearnEvent;
import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.result.ResultEncoders;
import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.PredictSettings;
import io.hyperstream.job.learn.settings.StateSettings;
import io.hyperstream.job.learn.settings.StepSettings;
import io.hyperstream.job.learn.settings.SyncSettings;
import io.hyperstream.job.output.OutputRecord;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;
import org.apache.flink.util.OutputTag;

/**
 * Makes the operator that learns streams online and scores each of their records:
 *
 * <pre>{@code
 * new LearnOperatorFactory(settings, sync, encoders, commitLimit).attach(records, events.broadcast())
 * }</pre>
 *
 * The first input is keyed by the records' keys. The second one is what a {@link
 * io.hyperstream.job.exchange.ChangeReader} and a {@link
 * io.hyperstream.job.feedback.FeedbackReader} hand on, the same for all learners.
 *
 * <p>The main output holds one encoded {@code Score} per input record that is not a tombstone, the
 * side outputs {@link #PREDICTIONS} and {@link #ALERTS} encoded {@code Prediction}s and {@code
 * Alert}s. All are keyed like the input. {@link #INCIDENTS} holds encoded {@code Incident}s, keyed
 * by their ids, and {@link #MODEL} encoded {@code ModelChunk}s, to be written at once and in their
 * order.
 *
 * <p>Guarantees, for each key and whatever fails and is restored:
 *
 * <ul>
 *   <li>each symbol is scored exactly once, then learned exactly once, in the order of the input;
 *   <li>scores come in the order of the input, each as soon as its record's last symbol is scored;
 *   <li>without a {@link StepSettings#maxDelay} and a {@link StateSettings#ttl}, what a learner
 *       that shares nothing learns is a function of the order of the input alone: a checkpoint
 *       changes nothing, and after a restore it goes on bit for bit as if it had not stopped;
 *   <li>of learners that share, all agree to the last bit on what they share, and each symbol
 *       counts in that once.
 * </ul>
 */
public final class LearnOperatorFactory extends AbstractStreamOperatorFactory<OutputRecord>
    implements TwoInputStreamOperatorFactory<InputRecord, LearnEvent, OutputRecord> {

  private static final long serialVersionUID = 1;

  /** What the model expects of the keys, see {@link PredictSettings#interval}. */
  public static final OutputTag<OutputRecord> PREDICTIONS = new OutputTag<>("predictions") {};

  /** What is unusual, see {@link AlertSettings}. */
  public static final OutputTag<OutputRecord> ALERTS = new OutputTag<>("alerts") {};

  /** Alerts that belong together; the key of the topic is the incident's id. */
  public static final OutputTag<OutputRecord> INCIDENTS = new OutputTag<>("incidents") {};

  /** The learners' weights, see {@link SyncSettings}. */
  public static final OutputTag<OutputRecord> MODEL = new OutputTag<>("model") {};

  private final LearnSettings settings;
  private final SyncSettings sync;
  private final ResultEncoders encoders;
  private final Duration commitLimit;

  /**
   * @param encoders of the topics that the results go to
   * @param commitLimit maximum time for which results can wait for a checkpoint
   */
  public LearnOperatorFactory(
      LearnSettings settings, SyncSettings sync, ResultEncoders encoders, Duration commitLimit) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.sync = Objects.requireNonNull(sync, "sync");
    this.encoders = Objects.requireNonNull(encoders, "encoders");
    this.commitLimit = Objects.requireNonNull(commitLimit, "commitLimit");
  }

  /**
   * Adds the operator to a job.
   *
   * @param events the same for all learners
   * @return the main output
   */
  public SingleOutputStreamOperator<OutputRecord> attach(
      DataStream<InputRecord> records, DataStream<LearnEvent> events) {
    KeyedStream<InputRecord, String> keyed = records.keyBy(record -> record.key);
    SingleOutputStreamOperator<OutputRecord> scores =
        keyed.connect(events).transform("learn", TypeInformation.of(OutputRecord.class), this);
    setKeys(scores.getTransformation(), keyed);
    return scores;
  }

  /** Sets the keys of the first input: Flink does so by itself only if both inputs have keys. */
  @SuppressWarnings("unchecked") // it is what connected streams become
  private static void setKeys(Transformation<?> learn, KeyedStream<InputRecord, ?> keyed) {
    var transformation = (TwoInputTransformation<InputRecord, LearnEvent, OutputRecord>) learn;
    transformation.setStateKeySelectors(keyed.getKeySelector(), null);
    transformation.setStateKeyType(keyed.getKeyType());
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends StreamOperator<OutputRecord>> T createStreamOperator(
      StreamOperatorParameters<OutputRecord> parameters) {
    return (T) new LearnOperator(parameters, settings, sync, encoders, commitLimit);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return LearnOperator.class;
  }
}

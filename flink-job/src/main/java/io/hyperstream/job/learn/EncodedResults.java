package io.hyperstream.job.learn;

import io.hyperstream.job.input.StreamKey;
import io.hyperstream.job.learn.metrics.LearnMetrics;
import io.hyperstream.job.learn.result.ResultEncoders;
import io.hyperstream.job.learn.result.ResultSink;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Score;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Hands results to an operator's outputs, encoded as their topics want them: scores to the main
 * output, predictions, alerts and incidents to the side outputs of {@link LearnOperatorFactory}.
 */
final class EncodedResults implements ResultSink {

  private final ResultEncoders encoders;
  private final LearnMetrics metrics;
  private final Output<StreamRecord<OutputRecord>> output;

  EncodedResults(
      ResultEncoders encoders, LearnMetrics metrics, Output<StreamRecord<OutputRecord>> output) {
    this.encoders = encoders;
    this.metrics = metrics;
    this.output = output;
  }

  @Override
  public void score(String key, Score score) {
    output.collect(record(key, encoders.scores().encode(score), score.getEventTime()));
  }

  @Override
  public void prediction(String key, Prediction prediction) {
    byte[] value = encoders.predictions().encode(prediction);
    output.collect(LearnOperatorFactory.PREDICTIONS, record(key, value, prediction.getEventTime()));
  }

  @Override
  public void alert(String key, Alert alert) {
    byte[] value = encoders.alerts().encode(alert);
    output.collect(LearnOperatorFactory.ALERTS, record(key, value, alert.getEventTime()));
    metrics.alert();
  }

  @Override
  public void silenced(String key) {
    metrics.silenced();
  }

  @Override
  public void incident(String key, Incident incident) {
    byte[] id = incident.getId().getBytes(StandardCharsets.UTF_8);
    byte[] value = encoders.incidents().encode(incident);
    output.collect(LearnOperatorFactory.INCIDENTS, record(id, value, incident.getUpdated()));
    metrics.incident(incident);
  }

  private static StreamRecord<OutputRecord> record(String key, byte[] value, Instant eventTime) {
    return record(StreamKey.toBytes(key), value, eventTime);
  }

  private static StreamRecord<OutputRecord> record(byte[] key, byte[] value, Instant eventTime) {
    long timestamp = eventTime.toEpochMilli();
    return new StreamRecord<>(new OutputRecord(key, value, timestamp), timestamp);
  }
}

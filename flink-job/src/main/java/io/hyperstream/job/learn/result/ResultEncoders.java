package io.hyperstream.job.learn.result;

import io.hyperstream.job.output.ResultEncoder;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Score;
import java.io.Serializable;
import java.util.Objects;

/** Encoders of the topics that a learner's results go to. */
public record ResultEncoders(
    ResultEncoder<Score> scores,
    ResultEncoder<Prediction> predictions,
    ResultEncoder<Alert> alerts,
    ResultEncoder<Incident> incidents)
    implements Serializable {

  public ResultEncoders {
    Objects.requireNonNull(scores, "scores");
    Objects.requireNonNull(predictions, "predictions");
    Objects.requireNonNull(alerts, "alerts");
    Objects.requireNonNull(incidents, "incidents");
  }
}

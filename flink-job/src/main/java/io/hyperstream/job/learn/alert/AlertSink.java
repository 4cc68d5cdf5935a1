package io.hyperstream.job.learn.alert;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Incident;

/** Takes alerts and incidents, each with the key of its stream. They are not changed afterwards. */
public interface AlertSink {

  /** Takes an alert, which comes after the score of its record. */
  default void alert(String key, Alert alert) {}

  /** Counts an alert that a rule has silenced. */
  default void silenced(String key) {}

  /** Takes what an incident is now; it replaces what came before with the same id. */
  default void incident(String key, Incident incident) {}
}

package io.hyperstream.job.learn.alert;

import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.model.anomaly.RecordPattern;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.AlertKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what is unusual: a record whose surprise reaches the threshold, and a drift of its key. A
 * drift is found once: its test then starts again.
 */
final class Findings {

  private final AlertSettings settings;

  Findings(AlertSettings settings) {
    this.settings = settings;
  }

  /**
   * What is unusual once a record has been taken into its key's statistics.
   *
   * @param surprise of the record, NaN if there is none yet
   */
  List<Finding> of(AlertState state, JudgedRecord record, double surprise) {
    if (state.novelty.count() <= settings.warmUp()) {
      state.drift.reset();
      return List.of();
    }
    List<Finding> found = new ArrayList<>(0);
    if (surprise >= settings.threshold()) {
      found.add(
          new Finding(
              AlertKind.SURPRISE,
              surprise,
              settings.threshold(),
              record,
              patternOf(record, state)));
    }
    if (state.drift.sum() >= settings.drift()) {
      found.add(
          new Finding(
              AlertKind.DRIFT,
              state.drift.sum(),
              settings.drift(),
              record,
              patternOf(record, state)));
      state.drift.reset();
    }
    return found;
  }

  private static String patternOf(JudgedRecord record, AlertState state) {
    Observations text = state.recent.toObservations();
    RecordPattern pattern = new RecordPattern();
    for (int i = Math.max(0, text.size() - record.symbols()); i < text.size(); i++) {
      if (text.kind() == ObservationKind.BYTE) {
        pattern.addByte(text.symbol(i));
      } else {
        pattern.addToken(text.symbol(i));
      }
    }
    return pattern.text();
  }
}

package io.hyperstream.tools.bench.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hyperstream.tools.judge.Judgement;
import io.hyperstream.tools.judge.Ranking;

/**
 * What was found in a labelled log.
 *
 * @param bpc bits per symbol
 */
public record JudgedLog(String file, double bpc, @JsonUnwrapped Judgement judgement) {

  private static final double MARGIN = 0.01;

  /** How well surprise ranks its lines; null if all are normal or all are anomalous. */
  Ranking surprise() {
    return judgement.surprise();
  }

  /** Whether surprise has an AUROC that is more than 0.01 below that of the bits per symbol. */
  @JsonProperty
  public boolean worseThanBits() {
    return surprise() != null && surprise().auroc() < judgement.bits().auroc() - MARGIN;
  }
}

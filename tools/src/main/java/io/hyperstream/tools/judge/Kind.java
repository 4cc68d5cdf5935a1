package io.hyperstream.tools.judge;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * The anomalous lines with one label.
 *
 * @param kind the label
 * @param ranking how well surprise ranks them above the normal lines; null if none are normal
 * @param recallAtBudget share of them whose surprise reaches the budget
 */
public record Kind(
    String kind, int lines, @JsonUnwrapped Ranking ranking, double recallAtBudget, Runs runs) {}

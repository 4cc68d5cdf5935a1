package io.hyperstream.job.learn.alert;

import io.hyperstream.schemas.AlertKind;

/**
 * Something unusual, which becomes an alert if nothing forbids it.
 *
 * @param score at least the threshold, in the unit of its kind
 * @param record at which it was noticed
 * @param pattern of the records that are unusual
 */
record Finding(
    AlertKind kind, double score, double threshold, JudgedRecord record, String pattern) {}

/**
 * What tells that a record is unusual: how new its words are, how its cost compares with that of
 * the records before it, and whether the cost drifts.
 */
package io.hyperstream.model.anomaly;

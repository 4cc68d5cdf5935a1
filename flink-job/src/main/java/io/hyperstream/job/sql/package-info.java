/**
 * What Flink SQL calls: the table function {@code HYPERSTREAM}, and models with the provider {@code
 * hyperstream}.
 */
package io.hyperstream.job.sql;

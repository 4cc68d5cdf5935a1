/**
 * How far a job is: which records of its input are fully scored. Readers report which position they
 * have reached, learners which records are open, and {@code ProgressOperator} commits the first
 * position behind which nothing is missing to the consumer group.
 */
package io.hyperstream.job.progress;

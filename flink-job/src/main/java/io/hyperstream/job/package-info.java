/**
 * The job that a cluster runs. {@code HyperstreamJob} is the entry point, {@code KafkaPreflight}
 * checks that Kafka lets the job run, and {@code Pipeline} builds the job graph.
 */
package io.hyperstream.job;

/** The job's sinks: Flink's Kafka sinks, which keep out of the way of other jobs. */
package io.hyperstream.job.sink;

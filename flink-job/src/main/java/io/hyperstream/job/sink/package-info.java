/** The job's sinks: Flink's Kafka sinks, which do not start while another job is in their way. */
package io.hyperstream.job.sink;

/**
 * From results to Kafka. {@code ResultEncoder} gives a value its final bytes in the format of its
 * topic; the sinks only add the topic.
 */
package io.hyperstream.job.output;

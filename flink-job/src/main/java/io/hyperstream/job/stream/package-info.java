/** Learning inside a job of one's own, in Flink's DataStream API: no Kafka is needed. */
package io.hyperstream.job.stream;

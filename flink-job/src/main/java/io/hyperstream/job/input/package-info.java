/**
 * From Kafka records to observations. The source emits records as they are; {@code DecodeFunction}
 * decodes them, and sends those that cannot be decoded to a topic of their own with the reason.
 */
package io.hyperstream.job.input;

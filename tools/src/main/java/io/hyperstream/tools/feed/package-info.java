/**
 * Sends files and other sources to a Kafka topic, one record per line or chunk, at a chosen rate.
 */
package io.hyperstream.tools.feed;

/**
 * Sends files and other sources to a Kafka topic, one record for each line or chunk, at a chosen
 * pace.
 */
package io.hyperstream.tools.feed;

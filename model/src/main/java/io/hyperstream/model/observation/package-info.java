/**
 * What a stream is made of: symbols, which are bytes or token ids, or vectors of numbers. Runs of
 * them are kept in the narrowest form, so a byte of text takes one byte from the Kafka record to
 * the rehearsal memory.
 */
package io.hyperstream.model.observation;

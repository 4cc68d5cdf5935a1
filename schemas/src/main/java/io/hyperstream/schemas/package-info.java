/**
 * The records of the topics and their encodings. The classes are generated from the Avro schemas;
 * the codecs write and read them in Avro single-object encoding, in JSON and in Confluent's
 * framing.
 */
package io.hyperstream.schemas;

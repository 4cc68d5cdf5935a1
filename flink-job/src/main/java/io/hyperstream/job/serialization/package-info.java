/**
 * What the serializers of records and states have in common. Each type that crosses the network or
 * is kept in a state has a serializer of its own, so that Flink never falls back to Kryo.
 */
package io.hyperstream.job.serialization;

package io.hyperstream.tools.integration;

/** A record of an output topic, decoded. */
record Keyed<T>(String key, T value) {}

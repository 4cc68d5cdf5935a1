/**
 * A client of schema registries with Confluent's REST interface. It is needed for the formats
 * CONFLUENT only.
 */
package io.hyperstream.job.registry;

/**
 * Measures how long a record waits for its score, from the producer to a consumer, in the whole
 * job.
 */
package io.hyperstream.tools.bench.latency;

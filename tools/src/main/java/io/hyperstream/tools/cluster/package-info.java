/**
 * Flink's processes and a Kafka broker on this machine, each in its own JVM. {@code hyperstream
 * cluster} and the soak test start, kill and restart them. They run from the jars of the build.
 */
package io.hyperstream.tools.cluster;

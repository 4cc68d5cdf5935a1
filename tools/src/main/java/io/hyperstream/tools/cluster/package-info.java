/**
 * Flink's processes and a Kafka broker on this machine, each in a JVM of its own: what {@code
 * hyperstream cluster} and the soak start, kill and start again. The commands run from the jars
 * that the build leaves behind.
 */
package io.hyperstream.tools.cluster;

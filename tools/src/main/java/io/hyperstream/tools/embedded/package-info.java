/**
 * A Kafka broker and a Flink cluster inside this JVM, and a job that runs on both. They listen on
 * the loopback interface only and leave nothing behind.
 */
package io.hyperstream.tools.embedded;

/** Failures whose message is for the user, and the cause behind what Flink has wrapped. */
package io.hyperstream.job.failure;

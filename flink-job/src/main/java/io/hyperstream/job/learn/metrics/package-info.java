/**
 * The metrics that the learn operator registers with Flink: of learning, of sharing, and of the
 * device that a learner computes on. The task's thread writes them, reporters read them.
 */
package io.hyperstream.job.learn.metrics;

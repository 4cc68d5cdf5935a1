/**
 * The results of a learner: scores and predictions. With the alerts and incidents they go to one
 * {@code ResultSink}, as objects of the generated classes.
 */
package io.hyperstream.job.learn.result;

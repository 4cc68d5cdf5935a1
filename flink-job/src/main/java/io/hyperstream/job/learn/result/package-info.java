/**
 * The results of a learner: scores, predictions and alerts. All of them go to one {@code
 * ResultSink}, as objects of the generated classes.
 */
package io.hyperstream.job.learn.result;

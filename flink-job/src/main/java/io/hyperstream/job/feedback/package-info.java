/**
 * The topic {@code feedback}: what people say about records. {@code FeedbackReader} checks its
 * rules and hands them on to all learners.
 */
package io.hyperstream.job.feedback;

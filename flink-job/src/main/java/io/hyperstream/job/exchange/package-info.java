/**
 * The topic {@code model}: whole models, and the changes that learners exchange. Messages travel in
 * parts; {@code ChangeReader} is the operator that hands whole changes on to all learners in the
 * same order. {@code LearnEvent} is all that learners hear besides records, {@code FeedbackEvent}
 * what comes from the topic {@code feedback}.
 */
package io.hyperstream.job.exchange;

/**
 * The topic {@code model}: whole models, and the changes that learners exchange. Messages travel in
 * parts; {@code ChangeReader} is the operator that hands whole changes on to all learners in the
 * same order.
 */
package io.hyperstream.job.exchange;

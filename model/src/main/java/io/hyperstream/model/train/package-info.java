/**
 * Training: passes over the same text until another text gets no better. It adds to the learner a
 * schedule of the rate, dropout, the mean of the latest weights, and a state from which it goes on.
 */
package io.hyperstream.model.train;

/**
 * The learner: it scores a batch of windows, then learns from it. {@link
 * io.hyperstream.model.Learner} is the way in; its config says which network, optimiser, rehearsal
 * and expert it is made of.
 */
package io.hyperstream.model;

/**
 * What a learner mixes its network's predictions with: nothing, or the statistics of contexts. An
 * expert scores and learns what the network has seen, and looks ahead beside it.
 */
package io.hyperstream.model.expert;

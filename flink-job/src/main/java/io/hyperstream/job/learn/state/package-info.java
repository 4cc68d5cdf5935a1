/**
 * What the learn operator keeps in checkpoints: the state of each key, and the learners. Stored
 * values name the version of their format, so that states of earlier releases can be restored.
 */
package io.hyperstream.job.learn.state;

/**
 * The one file of a learner: safetensors with its weights and, in groups of their own, what else it
 * has learned and where it comes from. Checkpoints, the topic of models, exports and what a job
 * starts from are this file. A reader takes the groups that it wants and ignores those that it does
 * not know.
 */
package io.hyperstream.model.file;

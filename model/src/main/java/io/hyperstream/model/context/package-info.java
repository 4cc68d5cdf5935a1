/**
 * The context model, for streams of bytes: counts of what followed which context, mixed with what
 * the network predicts. A byte is eight binary decisions. For each of them the models give logits,
 * a mixer weighs these, and a stage of adaptive probability maps corrects the result.
 */
package io.hyperstream.model.context;

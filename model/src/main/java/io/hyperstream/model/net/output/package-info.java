/**
 * What a network predicts: from hidden states to a distribution, its loss and its gradients. An
 * output head owns its parameters, its targets and its losses.
 */
package io.hyperstream.model.net.output;

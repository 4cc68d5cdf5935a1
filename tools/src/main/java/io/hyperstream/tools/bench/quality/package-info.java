/**
 * Compares how well kinds of learners predict files: the network, the network with the context
 * model, and a plain LSTM that costs as much.
 */
package io.hyperstream.tools.bench.quality;

/**
 * The networks and their parameters. A {@link io.hyperstream.model.net.Network} is all that a
 * learner knows of them; the HyperLSTM is written once, against the kernels, for all back ends.
 */
package io.hyperstream.model.net;

/**
 * The network's equations as plain code, in double precision, and whether a back end computes the
 * same. {@code ScalarHyperLstm} is to be read beside docs/hyperlstm.md. {@code KernelsCheck}
 * compares kernels with it on samples of many shapes, and with numbers that were made elsewhere.
 */
package io.hyperstream.model.check;

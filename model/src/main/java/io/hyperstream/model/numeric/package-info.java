/** Arithmetic that everybody shares: half-precision floats and a generator of random numbers. */
package io.hyperstream.model.numeric;

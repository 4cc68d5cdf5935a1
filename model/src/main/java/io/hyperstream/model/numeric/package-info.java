/** Arithmetic that everybody shares: bfloat16 and a generator of random numbers. */
package io.hyperstream.model.numeric;

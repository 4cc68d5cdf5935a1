/**
 * Vectors of numbers: how each stream is standardised, and the mixture density that predicts the
 * next vector. Plain code in Java arrays; it knows neither network nor back end.
 */
package io.hyperstream.model.density;

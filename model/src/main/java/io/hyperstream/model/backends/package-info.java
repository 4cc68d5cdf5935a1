/**
 * Finds the back ends that are on the class path and picks the one to compute on: the one that was
 * asked for, or the fastest that loads. Knows none of them by class.
 */
package io.hyperstream.model.backends;

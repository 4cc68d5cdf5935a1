/** Threads that share the parts of a step. */
package io.hyperstream.model.parallel;

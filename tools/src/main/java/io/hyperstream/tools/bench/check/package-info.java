/** Checks whether each back end that loads here computes what it should. */
package io.hyperstream.tools.bench.check;

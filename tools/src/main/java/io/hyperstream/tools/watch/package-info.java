/** Follows the results of a job and shows them in a terminal, one line per stream. */
package io.hyperstream.tools.watch;

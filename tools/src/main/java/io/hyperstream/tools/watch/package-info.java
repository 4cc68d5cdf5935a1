/** Follows the results of a job and shows them in a terminal, one line for each stream. */
package io.hyperstream.tools.watch;

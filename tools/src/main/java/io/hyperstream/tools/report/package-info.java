/**
 * Prints the results of commands: as a table of 80 columns for people, or as one JSON object for
 * programs. It is independent of what is reported.
 */
package io.hyperstream.tools.report;

/**
 * Prints the results of commands: as a table for people, or as one JSON object for programs. It is
 * independent of what is reported.
 */
package io.hyperstream.tools.report;

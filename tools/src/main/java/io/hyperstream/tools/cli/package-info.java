/**
 * The command line: one class per command, and mixins for options that several commands share.
 * Commands read options, check them and print; the other packages do the work.
 */
package io.hyperstream.tools.cli;

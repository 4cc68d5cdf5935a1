/**
 * The command line: one class per command, and mixins for what several commands have in common.
 * Commands read options, check them and print; the other packages do the work.
 */
package io.hyperstream.tools.cli;

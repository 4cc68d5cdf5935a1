/**
 * Properties of the terminal and of text that is safe to print there. Also the recent rate, which
 * every view of streams shows.
 */
package io.hyperstream.tools.terminal;

/**
 * The terminal: what it is, how large it is, and which characters are safe to print there. Also the
 * rate of late, which every view of streams shows.
 */
package io.hyperstream.tools.terminal;

/** The terminal: what it is, how large it is, and which characters are safe to print there. */
package io.hyperstream.tools.terminal;

/** The terminal that a command runs in. */
package io.hyperstream.tools.terminal;

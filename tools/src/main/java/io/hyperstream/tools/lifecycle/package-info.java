/**
 * Ends a local run on Ctrl-C, at a time limit or on its own, and closes everything that it has
 * opened.
 */
package io.hyperstream.tools.lifecycle;

/**
 * How a local run ends: on Ctrl-C, at a time limit or by itself, it closes everything that it has
 * opened.
 */
package io.hyperstream.tools.lifecycle;

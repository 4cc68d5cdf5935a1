/** The demo: the whole system in one JVM, learning from text that is at hand on this machine. */
package io.hyperstream.tools.demo;

/** The demo runs the whole system in one JVM. It learns from text found on this machine. */
package io.hyperstream.tools.demo;

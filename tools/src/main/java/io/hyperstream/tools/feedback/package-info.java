/** The rules of people in the topic {@code feedback}: makes them, lists them, takes them back. */
package io.hyperstream.tools.feedback;

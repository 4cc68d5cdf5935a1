/** Looks up, creates and reads topics, for the commands that work on them. */
package io.hyperstream.tools.topic;

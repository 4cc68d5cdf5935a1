/** The command that trains a network by passes over files, and writes a learner file. */
package io.hyperstream.tools.train;

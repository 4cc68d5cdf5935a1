/**
 * Compares how well several learners that share what they learn predict files. All of them run in
 * one thread, so that the result depends on the files and the options alone.
 */
package io.hyperstream.tools.bench.sync;

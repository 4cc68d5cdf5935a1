/**
 * Measures the whole job: how many records it scores, how long they wait, and what takes the
 * processor's time.
 */
package io.hyperstream.tools.bench.job;

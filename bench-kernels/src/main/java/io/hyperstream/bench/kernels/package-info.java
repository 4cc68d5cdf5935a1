/** JMH benchmarks of single kernels of the back end {@code vector}. No test runs them. */
package io.hyperstream.bench.kernels;

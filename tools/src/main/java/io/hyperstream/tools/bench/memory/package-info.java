/** Checks that a device's memory is accounted for, and given back. */
package io.hyperstream.tools.bench.memory;

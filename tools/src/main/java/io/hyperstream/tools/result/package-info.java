/** Decodes the records that a job writes, for everything that shows or checks results. */
package io.hyperstream.tools.result;

/** Decodes the records that a job writes, for all packages that show or check results. */
package io.hyperstream.tools.result;

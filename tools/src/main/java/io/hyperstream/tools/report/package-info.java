/**
 * What commands print as their result: a table for people in 80 columns, or one JSON object for
 * programs. Knows nothing of what is reported.
 */
package io.hyperstream.tools.report;

/** Judges surprise and alerts on labelled logs. */
package io.hyperstream.tools.bench.alerts;

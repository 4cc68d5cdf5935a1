/**
 * Says how well scores and alerts find lines that are known to be anomalous, beside simple scores
 * of the same lines. It is independent of where the lines come from and of what learned them.
 */
package io.hyperstream.tools.judge;

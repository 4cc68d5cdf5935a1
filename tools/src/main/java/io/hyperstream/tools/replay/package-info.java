/**
 * Replays files to their end, through the whole job or with the learner alone, and reports the bits
 * of each stream. With labels it reports how well alerts and scores find the anomalous records.
 */
package io.hyperstream.tools.replay;

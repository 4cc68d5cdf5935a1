package io.hyperstream.model.conv;

/**
 * What one layer hands to the next.
 *
 * @param index among all of the network
 * @param value where the numbers lie
 * @param gradient where their gradient lies; null if nobody asks for it
 */
record Node(int index, ImageShape shape, Grid value, Grid gradient) {}

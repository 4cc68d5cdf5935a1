/**
 * What a network reads: from observations to what they give to the gates of its layers. An input
 * layer owns its parameter, what the host has set for it, and its gradient.
 */
package io.hyperstream.model.net.input;

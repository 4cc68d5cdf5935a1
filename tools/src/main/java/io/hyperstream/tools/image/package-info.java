/** Files of images: how they are read, trained on by passes, and replayed as a stream. */
package io.hyperstream.tools.image;

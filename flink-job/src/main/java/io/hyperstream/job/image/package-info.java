/** Streams of images: how records are decoded, classified and learned. */
package io.hyperstream.job.image;

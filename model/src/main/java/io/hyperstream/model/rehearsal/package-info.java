/** A uniform sample of past windows, which are learned again so that they are not forgotten. */
package io.hyperstream.model.rehearsal;

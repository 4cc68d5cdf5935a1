/** What a learner may begin with that the jar brings. */
package io.hyperstream.model.start;

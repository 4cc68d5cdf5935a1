/**
 * How several learners share what they learn: each publishes its change, and all take the same
 * outer step from weights that they agree on.
 */
package io.hyperstream.model.sync;

/** What the measurements share: the machine, the files that learners read, and how that went. */
package io.hyperstream.tools.bench;

/** Results as text that is safe to show to people, in all places that show them. */
package io.hyperstream.job.text;

/**
 * What is unusual in a stream. {@code Alerter} takes each record that has been scored: it finds
 * what is unusual in it, lets the alerts that belong together be an incident, and hands both to an
 * {@code AlertSink}. {@code AlertState} is what a key owns for that.
 */
package io.hyperstream.job.learn.alert;

/**
 * What people are shown of alerts and incidents, the same in a terminal, on the page and in a
 * report.
 */
package io.hyperstream.tools.alert;

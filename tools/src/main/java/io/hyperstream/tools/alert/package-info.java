/** What people are shown of an alert, the same in a terminal, on the page and in a report. */
package io.hyperstream.tools.alert;

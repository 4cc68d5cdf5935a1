/**
 * The live page: a small web server that shows the streams of a job as they are scored. A browser
 * says what it shows, and only that is sent to it.
 */
package io.hyperstream.tools.page;

/**
 * The live page: a small web server that shows the streams of a job as they are scored. Each
 * browser tells the server what it shows, and receives only that.
 */
package io.hyperstream.tools.page;

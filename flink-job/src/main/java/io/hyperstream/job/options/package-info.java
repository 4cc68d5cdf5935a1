/**
 * The options of a job. There is one class of options and one reader per area; {@code JobSettings}
 * has them all, typed and checked. A wrong option is refused by name before the job graph is built.
 */
package io.hyperstream.job.options;

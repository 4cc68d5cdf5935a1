/**
 * The settings of the learn operator, as the tasks get them. They know nothing of options; a value
 * that they refuse is named by its field.
 */
package io.hyperstream.job.learn.settings;

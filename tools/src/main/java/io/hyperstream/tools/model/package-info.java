/**
 * Reads models for people: from files, savepoints and the topic of models, as a table or a report.
 */
package io.hyperstream.tools.model;

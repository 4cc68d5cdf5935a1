/**
 * Reads models from files, savepoints and the topic of models, and summarises them as a table or as
 * JSON.
 */
package io.hyperstream.tools.model;

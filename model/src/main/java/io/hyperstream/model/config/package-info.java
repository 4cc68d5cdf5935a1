/** How the parts of a configuration refuse a value. */
package io.hyperstream.model.config;

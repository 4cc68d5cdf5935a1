package io.hyperstream.tools.page;

/** What the page shows of a record that it has read from the input. */
sealed interface Content permits ShadedText, ShownImage {}

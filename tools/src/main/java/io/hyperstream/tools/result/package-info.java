/** How results are named, for all packages that show or check them. */
package io.hyperstream.tools.result;

/**
 * Measures how fast the learner is on this machine, beside what the machine allows and beside other
 * programs. Has also what all measurements on files share.
 */
package io.hyperstream.tools.bench;

/**
 * Measures how fast the learner is, beside what the machine or a GPU allows and beside other
 * programs.
 */
package io.hyperstream.tools.bench.speed;

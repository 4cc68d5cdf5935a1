/**
 * The learn operator: it collects the observations of each key into windows, decides when a step
 * runs, and shares what it learns with the other learners. {@code LearnOperatorFactory} is what the
 * pipeline uses; {@code KeyedLearner} is the same without Flink.
 */
package io.hyperstream.job.learn;

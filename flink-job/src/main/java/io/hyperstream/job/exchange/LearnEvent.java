package io.hyperstream.job.exchange;

/** What the learners hear besides records, each event the same for all of them. */
public sealed interface LearnEvent permits SyncEvent, FeedbackEvent {}

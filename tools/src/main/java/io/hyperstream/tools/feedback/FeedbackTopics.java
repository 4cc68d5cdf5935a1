package io.hyperstream.tools.feedback;

/**
 * Topics of a job that are needed to say that something is fine.
 *
 * @param rules that rules are written to
 * @param alerts that tell the patterns of what is fine
 * @param incidents that tell the patterns of what is fine
 */
public record FeedbackTopics(String rules, String alerts, String incidents) {}

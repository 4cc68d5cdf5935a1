/**
 * Keeps jobs apart that would write with the same transactional ids, or share a consumer group or
 * the topic {@code model}. A running job is a member of its consumer group, and the client id of
 * that member says what the job uses.
 */
package io.hyperstream.job.claim;

package io.hyperstream.job.claim;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The claims of the jobs that run on a Kafka cluster, as far as the user may see their groups. */
public final class Claims {

  /** Time without a heartbeat after which brokers forget the member of a job. */
  public static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

  /** Longer than brokers remember the member of a job that was killed. */
  private static final Duration PATIENCE = SESSION_TIMEOUT.plusSeconds(3);

  private static final Duration POLL = Duration.ofSeconds(1);

  private static final Set<GroupState> ACTIVE =
      EnumSet.complementOf(EnumSet.of(GroupState.UNKNOWN, GroupState.EMPTY, GroupState.DEAD));

  // The options that give a job another one of what it must have alone.

  private static final String GROUP = "input.group";
  private static final String TRANSACTION_PREFIX = "output.transaction-prefix";
  private static final String MODEL = "output.model";

  private final Admin admin;

  public Claims(Admin admin) {
    this.admin = admin;
  }

  /**
   * Returns when no other job claims what this one does. A job that was just killed is waited for.
   *
   * @param job id of this job; its own claims, of an earlier attempt, do not count
   * @throws ClaimedException if another job goes on claiming it
   * @throws ExecutionException if Kafka does not answer, or not as it should
   */
  public void requireFree(String job, Claim claim) throws ExecutionException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<String> rival = rival(job, claim);
    while (rival.isPresent()) {
      if (System.nanoTime() - end > 0) {
        throw new ClaimedException(rival.get());
      }
      Thread.sleep(POLL.toMillis());
      rival = rival(job, claim);
    }
  }

  private Optional<String> rival(String job, Claim claim)
      throws ExecutionException, InterruptedException {
    for (Map.Entry<String, KafkaFuture<ConsumerGroupDescription>> group : active(claim.group())) {
      boolean own = group.getKey().equals(claim.group());
      ConsumerGroupDescription description;
      try {
        description = group.getValue().get();
      } catch (ExecutionException e) {
        if (own && !(e.getCause() instanceof GroupIdNotFoundException)) {
          throw e;
        }
        continue; // it has just ended, or this user may not see it
      }
      for (MemberDescription member : description.members()) {
        Optional<String> message = conflict(job, claim, member, own);
        if (message.isPresent()) {
          return message;
        }
      }
    }
    return Optional.empty();
  }

  private Set<Map.Entry<String, KafkaFuture<ConsumerGroupDescription>>> active(String own)
      throws ExecutionException, InterruptedException {
    Set<String> names = new LinkedHashSet<>(Set.of(own));
    admin
        .listGroups(ListGroupsOptions.forConsumerGroups().inGroupStates(ACTIVE))
        .valid()
        .get()
        .forEach(group -> names.add(group.groupId()));
    return admin.describeConsumerGroups(names).describedGroups().entrySet();
  }

  /** Why the member of a group keeps the job from running, if it does. */
  private static Optional<String> conflict(
      String job, Claim claim, MemberDescription member, boolean ownGroup) {
    Optional<Claimant> claimant = Claimant.ofClient(member.clientId());
    if (claimant.isEmpty()) {
      return ownGroup
          ? Optional.of(
              inUse(
                  "the consumer group '%s'".formatted(claim.group()),
                  "the consumer '%s' at %s".formatted(member.clientId(), member.host()),
                  "end it",
                  GROUP))
          : Optional.empty();
    }
    Claimant other = claimant.get();
    if (other.id().equals(job)) {
      return Optional.empty();
    }
    String user = "the job '%s' (%s) at %s".formatted(other.name(), other.id(), member.host());
    if (other.claim().transactionPrefix().equals(claim.transactionPrefix())) {
      return Optional.of(
          inUse(
              "the transactional ids that begin with '%s'".formatted(claim.transactionPrefix()),
              user,
              "cancel that job",
              TRANSACTION_PREFIX));
    }
    if (other.claim().group().equals(claim.group())) {
      return Optional.of(
          inUse(
              "the consumer group '%s'".formatted(claim.group()), user, "cancel that job", GROUP));
    }
    if (other.claim().model().equals(claim.model())) {
      return Optional.of(
          inUse("the topic '%s'".formatted(claim.model()), user, "cancel that job", MODEL));
    }
    return Optional.empty();
  }

  private static String inUse(String what, String user, String end, String option) {
    return "%s uses %s, which this job must have alone; %s, or give this job another %s"
        .formatted(user, what, end, option);
  }
}

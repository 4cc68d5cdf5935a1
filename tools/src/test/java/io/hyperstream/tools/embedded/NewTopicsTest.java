package io.hyperstream.tools.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class NewTopicsTest {

  private final Deque<KafkaFuture<?>> answers = new ArrayDeque<>();

  @Test
  void asksAgainWhileTheBrokerIsFenced() throws Exception {
    RuntimeException fenced = new InvalidReplicationFactorException("all brokers are fenced");
    answers.addAll(List.of(failed(fenced), failed(fenced), KafkaFuture.completedFuture(null)));
    NewTopics.await(InvalidReplicationFactorException.class, answers::remove);
    assertThat(answers).isEmpty();
  }

  @Test
  void anyOtherFailureIsFinal() {
    answers.addAll(
        List.of(failed(new TopicExistsException("text")), KafkaFuture.completedFuture(null)));
    assertThatThrownBy(
            () -> NewTopics.await(InvalidReplicationFactorException.class, answers::remove))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TopicExistsException.class);
    assertThat(answers).hasSize(1);
  }

  private static KafkaFuture<?> failed(Throwable cause) {
    KafkaFutureImpl<Object> future = new KafkaFutureImpl<>();
    future.completeExceptionally(cause);
    return future;
  }
}

package io.hyperstream.model.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.BackendProvider;
import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.DeviceUse;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.vector.HeapKernels;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackendChoiceTest {

  private static final ComputeTarget AUTO = ComputeTarget.AUTO.withLanes(1);

  private static final BackendProvider PLAIN =
      provider("vector", target -> HeapKernels.plain(target.threads()));

  private static BackendProvider provider(String name, Function<ComputeTarget, Kernels> open) {
    return new BackendProvider() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public int order() {
        return 0;
      }

      @Override
      public Kernels open(ComputeTarget target) {
        return open.apply(target);
      }
    };
  }

  private static BackendProvider absent(String name, String reason) {
    return provider(
        name,
        target -> {
          throw new BackendUnavailableException(reason);
        });
  }

  private static BackendProvider withoutLibrary(String name) {
    return provider(
        name,
        target -> {
          throw new NoClassDefFoundError("some/Library");
        });
  }

  @Test
  void theFirstThatLoadsIsTakenAndTheReasonsOfTheOthersAreTold() {
    List<BackendProvider> candidates =
        List.of(absent("first", "there is no card"), withoutLibrary("second"), PLAIN, PLAIN);
    BackendChoice choice = BackendChoice.among(candidates, AUTO);
    assertThat(choice.kernels().name()).isEqualTo("plain");
    assertThat(choice.reason())
        .isEqualTo(
            "The learner computes on 'plain', the fastest that loads here; not 'first': there is"
                + " no card; not 'second': a library that it needs is not there"
                + " (java.lang.NoClassDefFoundError: some/Library)");
  }

  @Test
  void whatWasAskedForIsTakenThoughAFasterOneLoads() {
    BackendChoice choice =
        BackendChoice.among(List.of(unasked(), PLAIN), AUTO.with(Backend.VECTOR));
    assertThat(choice.reason()).isEqualTo("The learner computes on 'plain', as was asked for");
  }

  /** A back end on a card. */
  private static BackendProvider onCard(String name) {
    DeviceUse card =
        new DeviceUse() {
          @Override
          public String device() {
            return "A card";
          }

          @Override
          public long memoryBytes() {
            return 0;
          }

          @Override
          public long freeBytes() {
            return 0;
          }

          @Override
          public long busyNanos() {
            return 0;
          }
        };
    Kernels kernels =
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) ->
                    method.getName().equals("device") ? Optional.of(card) : name);
    return provider(name, target -> kernels);
  }

  @Test
  void aDeviceIsNamed() {
    assertThat(BackendChoice.among(List.of(onCard("cuda"), PLAIN), AUTO).reason())
        .isEqualTo("The learner computes on 'cuda' (A card), the fastest that loads here");
  }

  /** A trial that finds these speeds of 'cuda' and of other kernels. */
  private static BackendChoice.Trial trial(String subject, double cuda, double others) {
    return new BackendChoice.Trial(
        subject,
        kernels -> {
          kernels.close();
          return kernels.name().equals("cuda") ? cuda : others;
        });
  }

  @Test
  void aTrialDecidesBetweenADeviceAndTheCpu() {
    List<BackendProvider> candidates = List.of(onCard("cuda"), PLAIN, unasked());
    BackendChoice card = BackendChoice.among(candidates, AUTO, trial("large", 612_710.4, 45_000));
    assertThat(card.kernels().name()).isEqualTo("cuda");
    assertThat(card.reason())
        .isEqualTo(
            "The learner computes on 'cuda' (A card), the fastest in a trial of its steps: 612,710"
                + " symbols/s on 'cuda', 45,000 on 'vector'");
    BackendChoice cpu = BackendChoice.among(candidates, AUTO, trial("small", 9_000, 15_000));
    assertThat(cpu.kernels().name()).isEqualTo("plain");
    assertThat(cpu.reason())
        .isEqualTo(
            "The learner computes on 'plain', the fastest in a trial of its steps: 9,000 symbols/s"
                + " on 'cuda', 15,000 on 'vector'");
  }

  @Test
  void aLearnerThatRestartsGetsTheBackEndThatItHad() {
    List<BackendProvider> candidates = List.of(onCard("cuda"), PLAIN);
    BackendChoice first = BackendChoice.among(candidates, AUTO, trial("restarted", 2, 1));
    BackendChoice second = BackendChoice.among(candidates, AUTO, trial("restarted", 1, 2));
    assertThat(first.kernels().name()).isEqualTo("cuda");
    assertThat(second.reason()).isEqualTo(first.reason());
  }

  @Test
  void learnersThatStartAtTheSameTimeGetTheSameBackEnd() {
    List<BackendProvider> candidates = List.of(onCard("cuda"), PLAIN);
    AtomicInteger trials = new AtomicInteger();
    List<String> reasons =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> BackendChoice.among(candidates, AUTO, slowTrial(i, trials)).reason())
            .distinct()
            .toList();
    assertThat(reasons).hasSize(1);
    assertThat(trials).hasValue(2); // one of each back end
  }

  /** A trial that finds other speeds for each learner. */
  private static BackendChoice.Trial slowTrial(int learner, AtomicInteger trials) {
    return new BackendChoice.Trial(
        "the same",
        kernels -> {
          kernels.close();
          trials.incrementAndGet();
          LockSupport.parkNanos(20_000_000);
          return learner;
        });
  }

  @Test
  void withoutADeviceThereIsNoTrial() {
    BackendChoice.Trial none =
        new BackendChoice.Trial(
            "no device",
            kernels -> {
              throw new AssertionError("there is nothing to decide");
            });
    BackendChoice choice =
        BackendChoice.among(List.of(absent("cuda", "no card"), PLAIN, unasked()), AUTO, none);
    assertThat(choice.reason())
        .isEqualTo(
            "The learner computes on 'plain', the fastest that loads here; not 'cuda': no card");
  }

  private static BackendProvider unasked() {
    return provider(
        "unasked",
        target -> {
          throw new AssertionError("nobody asked for it");
        });
  }

  @Test
  void nothingTakesThePlaceOfWhatWasAskedFor() {
    BackendProvider other = provider("other", PLAIN::open);
    List<BackendProvider> candidates = List.of(other, absent("vector", "there is no card"));
    assertThatThrownBy(() -> BackendChoice.among(candidates, AUTO.with(Backend.VECTOR)))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage(
            "the back end 'vector' was asked for and cannot run here: there is no card. 'auto'"
                + " takes the fastest that can");
  }

  @Test
  void aMachineWithoutAnyIsToldWhy() {
    assertThatThrownBy(() -> BackendChoice.among(List.of(absent("first", "no card")), AUTO))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("no back end loads here: not 'first': no card");
  }

  @Test
  void theBackEndsOnTheClassPathAreTriedFastestFirst() {
    assertThat(BackendChoice.providers())
        .extracting(BackendProvider::name)
        .containsExactly("cuda", "vector", "nd4j");
  }

  @Test
  void thisMachineHasAtLeastLoops() {
    BackendChoice choice = BackendChoice.open(AUTO.with(Backend.VECTOR));
    try (Kernels kernels = choice.kernels()) {
      assertThat(kernels.name()).isEqualTo("vector");
      assertThat(kernels.workers()).isEqualTo(1);
    }
  }
}

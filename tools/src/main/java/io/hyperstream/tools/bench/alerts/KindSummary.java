package io.hyperstream.tools.bench.alerts;

import io.hyperstream.tools.judge.Kind;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How well anomalous lines of a kind are found, over the logs that have such lines.
 *
 * @param kind their label
 * @param auroc mean over the logs, as are the other two; each log counts as much
 * @param recall share of these lines whose surprise reaches the budget
 */
public record KindSummary(
    String kind, int files, double auroc, double averagePrecision, double recall) {

  /** All kinds, the one with the least AUROC first. */
  static List<KindSummary> of(List<JudgedLog> logs) {
    Map<String, List<Kind>> byKind =
        logs.stream()
            .flatMap(log -> log.judgement().kinds().stream())
            .filter(kind -> kind.ranking() != null)
            .collect(Collectors.groupingBy(Kind::kind, LinkedHashMap::new, Collectors.toList()));
    return byKind.entrySet().stream()
        .map(kind -> of(kind.getKey(), kind.getValue()))
        .sorted(Comparator.comparingDouble(KindSummary::auroc))
        .toList();
  }

  private static KindSummary of(String name, List<Kind> kinds) {
    return new KindSummary(
        name,
        kinds.size(),
        mean(kinds, kind -> kind.ranking().auroc()),
        mean(kinds, kind -> kind.ranking().averagePrecision()),
        mean(kinds, Kind::recallAtBudget));
  }

  private static double mean(List<Kind> kinds, ToDoubleFunction<Kind> value) {
    return kinds.stream().mapToDouble(value).average().orElseThrow();
  }
}

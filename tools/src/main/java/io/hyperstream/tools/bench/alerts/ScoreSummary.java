package io.hyperstream.tools.bench.alerts;

import io.hyperstream.tools.judge.Judgement;
import io.hyperstream.tools.judge.Median;
import io.hyperstream.tools.judge.Ranking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * How well a score ranks the lines of several logs.
 *
 * @param mean of the logs' AUROC; each log counts as much
 * @param worst the least AUROC of a log
 * @param worstFile the log that has it
 * @param averagePrecision mean over the logs
 */
public record ScoreSummary(
    String name,
    double mean,
    double median,
    double worst,
    String worstFile,
    double averagePrecision) {

  /**
   * Surprise first, then what it is compared with.
   *
   * @param logs those without a ranking do not count
   */
  static List<ScoreSummary> of(List<JudgedLog> logs) {
    List<JudgedLog> ranked = logs.stream().filter(log -> log.surprise() != null).toList();
    if (ranked.isEmpty()) {
      return List.of();
    }
    List<ScoreSummary> all = new ArrayList<>();
    all.add(of("surprise", ranked, JudgedLog::surprise));
    List<Judgement.Baseline> baselines = ranked.get(0).judgement().baselines();
    for (int i = 0; i < baselines.size(); i++) {
      int at = i;
      all.add(
          of(
              baselines.get(i).name(),
              ranked,
              log -> log.judgement().baselines().get(at).ranking()));
    }
    return all;
  }

  private static ScoreSummary of(
      String name, List<JudgedLog> logs, Function<JudgedLog, Ranking> ranking) {
    ToDoubleFunction<JudgedLog> auroc = log -> ranking.apply(log).auroc();
    JudgedLog worst = logs.stream().min(Comparator.comparingDouble(auroc)).orElseThrow();
    return new ScoreSummary(
        name,
        logs.stream().mapToDouble(auroc).average().orElseThrow(),
        Median.of(logs.stream().mapToDouble(auroc)),
        auroc.applyAsDouble(worst),
        worst.file(),
        logs.stream()
            .mapToDouble(log -> ranking.apply(log).averagePrecision())
            .average()
            .orElseThrow());
  }
}

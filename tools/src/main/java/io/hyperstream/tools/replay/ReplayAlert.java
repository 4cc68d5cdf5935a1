package io.hyperstream.tools.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hyperstream.tools.alert.ShownAlert;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An alert of a replay.
 *
 * @param alert names the record by its place in its file
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReplayAlert(@JsonUnwrapped ShownAlert alert, @JsonUnwrapped Place place) {

  /** Alerts with their places in the input, which is read again if there are any. */
  static List<ReplayAlert> of(ReplayInput input, List<Tally.KeyedAlert> alerts) throws IOException {
    if (alerts.isEmpty()) {
      return List.of();
    }
    Map<Long, Place> places =
        PlaceFinder.find(
            input, alerts.stream().map(Tally.KeyedAlert::offset).collect(Collectors.toSet()));
    return alerts.stream().map(alert -> of(alert, places.get(alert.offset()))).toList();
  }

  private static ReplayAlert of(Tally.KeyedAlert alert, Place place) {
    return new ReplayAlert(ShownAlert.of(alert.key(), place.name(), alert.alert()), place);
  }
}

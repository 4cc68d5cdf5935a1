package io.hyperstream.tools.replay;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hyperstream.schemas.Incident;
import io.hyperstream.tools.alert.ShownIncident;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * An incident of a replay.
 *
 * @param best its best alert
 */
record ReplayIncident(@JsonUnwrapped ShownIncident incident, ReplayAlert best) {

  /** Incidents with the places of their best alerts; the input is read again if there are any. */
  static List<ReplayIncident> of(ReplayInput input, Collection<Incident> incidents)
      throws IOException {
    List<Tally.KeyedAlert> alerts =
        incidents.stream().map(i -> new Tally.KeyedAlert(i.getKey(), i.getBest())).toList();
    List<ReplayAlert> best = ReplayAlert.of(input, alerts);
    List<ReplayIncident> shown = new ArrayList<>(best.size());
    for (Incident incident : incidents) {
      ReplayAlert alert = best.get(shown.size());
      shown.add(new ReplayIncident(ShownIncident.of(incident, alert.alert()), alert));
    }
    return shown;
  }
}

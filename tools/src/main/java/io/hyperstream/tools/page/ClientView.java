package io.hyperstream.tools.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.tools.alert.ShownAlert;
import io.hyperstream.tools.result.RecordPlace;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Selects what one client shows and has not been sent yet. Nothing is queued: a slow client gets
 * fewer frames with more changes in each.
 */
final class ClientView {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KnownStreams streams;
  private final Shown shown;

  // What the client has.

  private Frame.About about;
  private KnownStreams.Totals totals;
  private long alerts;
  private long incidents;
  private long rejectedRecords = -1;
  private Integer matches;
  private List<double[]> order = List.of();
  private Map<Integer, Long> rows = new HashMap<>();
  private final DetailView detail = new DetailView();

  ClientView(KnownStreams streams, Shown shown, Frame.About about) {
    this.streams = streams;
    this.shown = shown;
    this.about = about;
  }

  /** The changes since the last call as one line of JSON, or null if there are none. */
  String next() {
    Frame frame = cut();
    try {
      String json = JSON.writeValueAsString(frame);
      return json.equals("{}") ? null : json;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Frame cut() {
    synchronized (streams) {
      List<KnownStream> found =
          streams.bySurprise().stream().filter(stream -> shown.matches(stream.key)).toList();
      List<KnownStream> listed = found.subList(0, Math.min(shown.rows(), found.size()));
      Frame.About newAbout = about;
      about = null;
      return new Frame(
          newAbout,
          newTotals(),
          newAlerts(),
          newIncidents(),
          newRejections(),
          newMatches(found.size()),
          newOrder(listed),
          newRows(listed),
          detail.next(streams.show(shown.stream()), streams.now()));
    }
  }

  private KnownStreams.Totals newTotals() {
    KnownStreams.Totals now = streams.totals();
    boolean same = now.equals(totals);
    totals = now;
    return same ? null : now;
  }

  private List<ShownAlert> newAlerts() {
    List<ShownAlert> added = streams.alertsAfter(alerts);
    alerts = totals.alerts();
    return added.isEmpty() ? null : added;
  }

  private List<Frame.Incident> newIncidents() {
    List<Frame.Incident> changed = streams.incidentsAfter(incidents);
    incidents = streams.incidentChanges();
    return changed.isEmpty() ? null : changed;
  }

  private List<Frame.Rejection> newRejections() {
    if (totals.rejected() == rejectedRecords) {
      return null;
    }
    rejectedRecords = totals.rejected();
    return streams.rejected().stream().map(ClientView::rejection).toList();
  }

  private static Frame.Rejection rejection(Rejected rejected) {
    return new Frame.Rejection(
        RecordPlace.of(rejected.getTopic(), rejected.getPartition(), rejected.getOffset()),
        rejected.getReason().toString());
  }

  private Integer newMatches(int now) {
    boolean same = Objects.equals(matches, now);
    matches = now;
    return same ? null : now;
  }

  private List<double[]> newOrder(List<KnownStream> listed) {
    long now = streams.now();
    List<double[]> next = new ArrayList<>(listed.size());
    boolean same = listed.size() == order.size();
    for (KnownStream stream : listed) {
      double[] place = {
        stream.id, Rounded.surprise(stream.surprise(now)), Rounded.seconds(stream.surpriseAge(now))
      };
      same = same && Arrays.equals(place, order.get(next.size()));
      next.add(place);
    }
    order = next;
    return same ? null : next;
  }

  private List<Frame.Row> newRows(List<KnownStream> listed) {
    List<Frame.Row> changed = new ArrayList<>();
    Map<Integer, Long> sent = new HashMap<>();
    for (KnownStream stream : listed) {
      if (!Objects.equals(rows.get(stream.id), stream.changes)) {
        changed.add(
            new Frame.Row(
                stream.id,
                stream.key,
                stream.kind,
                stream.symbols,
                Rounded.bpc(stream.fadingBpc),
                stream.labels,
                Trend.of(stream.history)));
      }
      sent.put(stream.id, stream.changes);
    }
    rows = sent;
    return changed.isEmpty() ? null : changed;
  }
}

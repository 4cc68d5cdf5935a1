package io.hyperstream.tools.feedback;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.ResultDecoder;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.tools.result.RecordPlace;
import io.hyperstream.tools.topic.TopicContents;
import io.hyperstream.tools.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Finds the patterns of what a job has written about: of an incident, or of a record. */
public final class Likes {

  private final Topics topics;
  private final SchemaSource schemas;
  private final String alerts;
  private final String incidents;

  /**
   * @param settings settings of a Kafka client, including {@code bootstrap.servers}
   * @param schemas schemas of records in Confluent's framing
   * @param alerts topic of the job's alerts
   * @param incidents topic of the job's incidents
   */
  public Likes(
      Map<String, String> settings, SchemaSource schemas, String alerts, String incidents) {
    this.topics = new Topics(settings);
    this.schemas = schemas;
    this.alerts = alerts;
    this.incidents = incidents;
  }

  /**
   * The patterns of the records of an incident. The record at which a drift was noticed is not one
   * of them: it may be as usual as any.
   *
   * @throws IOException if there is no such incident, or if it is about no records
   */
  public List<String> ofIncident(String id) throws IOException {
    List<Incident> written = new ArrayList<>();
    ResultDecoder<Incident> decoder = ResultDecoder.of(Incident.class, schemas);
    byte[] key = id.getBytes(StandardCharsets.UTF_8);
    TopicContents.read(
        topics,
        incidents,
        record -> {
          if (Arrays.equals(key, record.key()) && record.value() != null) {
            written.add(decoder.decode(record.value()));
          }
        });
    if (written.isEmpty()) {
      throw new IOException("There is no incident %s in the topic %s".formatted(id, incidents));
    }
    Set<String> patterns = new LinkedHashSet<>();
    for (Incident incident : written) {
      if (isAboutItsRecord(incident.getBest())) {
        patterns.add(incident.getBest().getPattern());
      }
    }
    // Alerts may be gone, as Kafka keeps them for a time; the incident stays.
    patterns.addAll(patternsOf(alert -> alert.getIncident().equals(id) && isAboutItsRecord(alert)));
    if (patterns.isEmpty()) {
      throw new IOException(
          ("The incident %s is about its whole stream, not about some records;"
                  + " 'hyperstream feedback mute --stream KEY' silences a stream")
              .formatted(id));
    }
    return List.copyOf(patterns);
  }

  private static boolean isAboutItsRecord(Alert alert) {
    return alert.getKind() != AlertKind.DRIFT && !alert.getPattern().isEmpty();
  }

  /**
   * The pattern of a record that there is an alert for.
   *
   * @param place of the record, such as {@code text/0@123}
   * @throws IOException if there is no alert for it
   */
  public List<String> ofRecord(String place) throws IOException {
    List<String> patterns =
        patternsOf(
            alert ->
                RecordPlace.of(alert.getTopic(), alert.getPartition(), alert.getOffset())
                    .equals(place));
    if (patterns.isEmpty()) {
      throw new IOException(
          "There is no alert for a record %s in the topic %s; give its text with --pattern"
              .formatted(place, alerts));
    }
    return patterns;
  }

  private List<String> patternsOf(Predicate<Alert> wanted) throws IOException {
    ResultDecoder<Alert> decoder = ResultDecoder.of(Alert.class, schemas);
    Set<String> patterns = new LinkedHashSet<>();
    TopicContents.read(
        topics,
        alerts,
        record -> {
          Alert alert = decoder.decode(record.value());
          if (wanted.test(alert) && !alert.getPattern().isEmpty()) {
            patterns.add(alert.getPattern());
          }
        });
    return new ArrayList<>(patterns);
  }
}

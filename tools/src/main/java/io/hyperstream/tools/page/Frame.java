package io.hyperstream.tools.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hyperstream.tools.alert.ShownAlert;
import io.hyperstream.tools.alert.ShownIncident;
import io.hyperstream.tools.watch.StreamKind;
import java.util.List;

/**
 * One message to the page: the parts that have changed. All other parts are null.
 *
 * @param about links for the page, in the first frame only
 * @param totals totals over all streams
 * @param alerts the last alerts that were not sent yet, oldest first
 * @param incidents the incidents that have changed, the one that changed last at the end
 * @param rejections the last rejected records, newest first
 * @param matches number of streams that the search finds
 * @param order of each stream in the list, in order: its id, the surprise of its most surprising
 *     record of the last minute, and the age of that in seconds
 * @param rows changed rows of the list
 * @param detail changes of the stream shown in detail
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Frame(
    About about,
    KnownStreams.Totals totals,
    List<ShownAlert> alerts,
    List<Incident> incidents,
    List<Rejection> rejections,
    Integer matches,
    List<double[]> order,
    List<Row> rows,
    Detail detail) {

  /** Addresses of Kafka and of Flink's dashboard; null if unknown. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record About(String kafka, String dashboard) {}

  /** An incident, and the alert that shows it best. */
  record Incident(@JsonUnwrapped ShownIncident incident, ShownAlert best) {}

  /** A rejected record: its topic, partition and offset, and the reason. */
  record Rejection(String record, String reason) {}

  /**
   * A stream in the list.
   *
   * @param kind what it is of
   * @param labels of images; null for all else
   * @param trend the running BPC scaled to 0 to 100, newest last
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      int id, String key, StreamKind kind, long symbols, double bpc, Labels labels, int[] trend) {}

  /**
   * How the images of a stream were classified.
   *
   * @param count images that have a label by now
   * @param accuracy share of these that were classified as it says; null if there are none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Labels(long count, Double accuracy) {}

  /**
   * The stream shown in detail.
   *
   * @param start whether the page must discard everything sent earlier
   * @param bpc recent bits per symbol
   * @param keyBpc bits per symbol since the key's first record
   * @param labels of images; null for all else
   * @param names of the numbers of a stream of vectors, the first time; null for symbols
   * @param history points of the chart
   * @param records records scored since the last frame, oldest first
   * @param peak the record that the stream's surprise in the list comes from, see {@link
   *     KnownStream#peak}; null if there is none
   * @param next what the model expects next
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Detail(
      int id,
      String key,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean start,
      long symbols,
      double bpc,
      double keyBpc,
      Labels labels,
      List<String> names,
      History history,
      List<Record> records,
      String peak,
      Next next) {}

  /**
   * Points of the running BPC, or of the running accuracy.
   *
   * @param from index of the first point; the page replaces this point and all after it
   * @param times in milliseconds since the epoch
   */
  record History(int from, long[] times, float[] bpc) {}

  /**
   * A scored record.
   *
   * @param record its name, as in an alert
   * @param time its event time, in milliseconds since the epoch
   * @param surprise null if there are too few records to say
   * @param skipped number of symbols before the ones shown
   * @param text null if the record is no longer in the input
   * @param numbers value, low, middle and high of each number of its vectors; null for symbols
   * @param guess what was said of an image; null for all else
   * @param image null if the record is no longer in the input, or is a label that came later
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Record(
      long sequence,
      String record,
      long time,
      double bpc,
      Double surprise,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) int skipped,
      @JsonProperty("text") List<ShadedText.Piece> text,
      List<Double[]> numbers,
      Guess guess,
      ShownImage image) {}

  /**
   * What was said of an image.
   *
   * @param id of the image, if it has one
   * @param predicted the most likely class
   * @param label null if it is not known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Guess(String id, String predicted, double probability, String label) {}

  /**
   * The most probable next symbols, most probable first, and a continuation.
   *
   * @param future of each number of a stream of vectors; empty for symbols
   */
  record Next(
      List<Candidate> candidates,
      String continuation,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Fan> future) {}

  /**
   * How a number goes on.
   *
   * @param quantiles for each level, the lowest first, the values to come
   * @param sample the values to come in one future, the same for all numbers
   */
  record Fan(String name, List<List<Double>> quantiles, List<Double> sample) {}

  /** One possible next symbol and its probability. */
  record Candidate(String symbol, double probability) {}
}

package io.hyperstream.tools.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What travels to the page at once: the parts that have changed, the others null.
 *
 * @param about the installation, in the first frame
 * @param totals figures over all streams
 * @param rejections the last rejected records, the newest first
 * @param matches how many streams the search finds
 * @param order of the list: the id of each stream in it, and its surprise
 * @param rows of streams in the list
 * @param detail of the stream in detail
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Frame(
    About about,
    KnownStreams.Totals totals,
    List<Rejection> rejections,
    Integer matches,
    List<double[]> order,
    List<Row> rows,
    Detail detail) {

  /** Where to find the rest of the installation; null what is not known. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record About(String kafka, String dashboard) {}

  /** A rejected record: its topic, partition and offset, and what was wrong with it. */
  record Rejection(String record, String reason) {}

  /**
   * A stream in the list.
   *
   * @param trend the running BPC, the newest last, from 0 to 100
   */
  record Row(int id, String key, long symbols, double bpc, int[] trend) {}

  /**
   * The stream in detail.
   *
   * @param start whether this begins anew, and all earlier parts are void
   * @param bpc of late, bits per symbol
   * @param keyBpc since the key began
   * @param history points to draw
   * @param records scored since the last frame, oldest first
   * @param next what the model expects
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Detail(
      int id,
      String key,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean start,
      long symbols,
      double bpc,
      double keyBpc,
      History history,
      List<Record> records,
      Next next) {}

  /**
   * Points of the running BPC.
   *
   * @param from the first of them, which and all after it are replaced
   * @param times in milliseconds since the epoch
   */
  record History(int from, long[] times, float[] bpc) {}

  /**
   * A scored record.
   *
   * @param skipped symbols before those that are shown
   * @param text null if it is not in the input any more
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Record(
      long sequence,
      long offset,
      double bpc,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) int skipped,
      @JsonProperty("text") List<ShadedText.Piece> text) {}

  /** The most probable next symbols, most probable first, and a continuation. */
  record Next(List<Candidate> candidates, String continuation) {}

  /** One possible next symbol and its probability. */
  record Candidate(String symbol, double probability) {}
}

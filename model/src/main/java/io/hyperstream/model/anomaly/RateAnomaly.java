package io.hyperstream.model.anomaly;

/**
 * Records of one kind that have become far more or far fewer.
 *
 * @param burst far more; else none, where some were due
 * @param pattern of the kind
 * @param rarity once in how many records of the stream there is the like, if all is usual
 * @param threshold what the rarity had to reach
 * @param count of the kind within the stretch
 * @param usual count of the kind in as many records, or in as long a time
 * @param records length of the stretch in records of the stream
 * @param millis length of the stretch in event time, milliseconds
 */
public record RateAnomaly(
    boolean burst,
    String pattern,
    double rarity,
    double threshold,
    long count,
    double usual,
    long records,
    long millis) {}

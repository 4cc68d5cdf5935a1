package io.hyperstream.job.image;

import io.hyperstream.model.conv.ImageNetConfig;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.optim.AdamConfig;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * How a job learns images.
 *
 * @param channels names of an image's channels, in the order of the network's
 * @param classes their names
 * @param batch the maximum number of images in a step
 * @param maxDelay how long an image may wait for a step; 0: until there are as many as that
 * @param seed of the start values
 * @param maxRecordBytes of a value; a larger one is rejected
 * @param maxWaiting how many images of a key may wait for a label
 * @param ttl how long a key may be idle before it is forgotten (processing time); 0: for ever
 * @param start path or URI of a file with a model to begin with; null: nothing is learned yet
 * @param save local file to write when the input has ended, or null
 */
public record ImageSettings(
    ImageNetConfig network,
    List<String> channels,
    List<String> classes,
    AdamConfig adam,
    int batch,
    Duration maxDelay,
    long seed,
    ComputeTarget compute,
    long maxRecordBytes,
    int maxWaiting,
    Duration ttl,
    String start,
    String save)
    implements Serializable {

  public ImageSettings {
    channels = List.copyOf(channels);
    classes = List.copyOf(classes);
  }
}

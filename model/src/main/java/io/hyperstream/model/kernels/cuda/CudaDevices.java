package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.BackendUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.cuda.global.cudart;

/** The GPUs of this machine. */
final class CudaDevices {

  private CudaDevices() {}

  /**
   * All that CUDA shows, which {@code CUDA_VISIBLE_DEVICES} may narrow down.
   *
   * @throws BackendUnavailableException if there is no driver, no library or no GPU; the message
   *     says which, and what to do
   */
  static List<GpuCard> list() {
    CudaLibraries.require();
    int[] count = new int[1];
    int status = cudart.cudaGetDeviceCount(count);
    if (status == cudart.cudaErrorInsufficientDriver) {
      throw new BackendUnavailableException(
          "the NVIDIA driver is too old for CUDA 13; install one of version 580 or later");
    }
    if (status == cudart.cudaErrorNoDevice || count[0] == 0) {
      throw new BackendUnavailableException(
          "the NVIDIA driver finds no GPU; is there one, and does CUDA_VISIBLE_DEVICES show it?");
    }
    CudaCheck.runtime(status, "counting the GPUs");
    List<GpuCard> cards = new ArrayList<>();
    for (int i = 0; i < count[0]; i++) {
      cards.add(card(i));
    }
    return cards;
  }

  private static GpuCard card(int index) {
    try (cudaDeviceProp properties = new cudaDeviceProp()) {
      CudaCheck.runtime(
          cudart.cudaGetDeviceProperties(properties, index), "asking for the properties of a GPU");
      return new GpuCard(
          index,
          properties.name().getString(),
          properties.major(),
          properties.minor(),
          properties.totalGlobalMem());
    }
  }

  /**
   * One of them that this back end can use.
   *
   * @throws BackendUnavailableException if there is none of that number, or it is too old
   */
  static GpuCard require(int index) {
    List<GpuCard> cards = list();
    if (index < 0 || index >= cards.size()) {
      throw new BackendUnavailableException(
          "GPU %d was asked for, but this machine shows %d (counted from 0)"
              .formatted(index, cards.size()));
    }
    return requireSupported(cards.get(index));
  }

  static GpuCard requireSupported(GpuCard card) {
    if (!card.isSupported()) {
      throw new BackendUnavailableException(
          "the GPU '%s' has compute capability %s, and CUDA 13 needs 7.5 or higher; use the back end 'nd4j'"
              .formatted(card.name(), card.computeCapability()));
    }
    return card;
  }
}

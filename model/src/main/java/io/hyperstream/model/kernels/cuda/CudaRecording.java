package io.hyperstream.model.kernels.cuda;

import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraphNode_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;

/** A CUDA graph, ready to be run. */
final class CudaRecording implements Device.Recording {

  private final CUstream_st stream;
  private final CUgraphExec_st executable = new CUgraphExec_st();
  private final int size;

  /** Takes what was captured on the stream. */
  CudaRecording(CUstream_st stream) {
    this.stream = stream;
    CUgraph_st graph = new CUgraph_st();
    CudaCheck.runtime(cudart.cudaStreamEndCapture(stream, graph), "ending the capture of a graph");
    try (SizeTPointer nodes = new SizeTPointer(1)) {
      CudaCheck.runtime(
          cudart.cudaGraphGetNodes(graph, (CUgraphNode_st) null, nodes),
          "counting a graph's nodes");
      size = (int) nodes.get();
      // By the name under which CUDA 11, which the profile nd4j-cuda compiles with, has it too.
      CudaCheck.runtime(
          cudart.cudaGraphInstantiateWithFlags(executable, graph, 0), "making a graph executable");
    } finally {
      cudart.cudaGraphDestroy(graph);
    }
  }

  @Override
  public void run() {
    CudaCheck.runtime(cudart.cudaGraphLaunch(executable, stream), "running a graph");
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void close() {
    cudart.cudaGraphExecDestroy(executable);
  }
}

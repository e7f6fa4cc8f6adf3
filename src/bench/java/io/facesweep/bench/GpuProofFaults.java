package io.facesweep.bench;

import io.facesweep.run.DeviceFault;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.tensor.Torch;
import java.util.ArrayList;
import java.util.List;

/**
 * What a device says when it is asked for too much: memory that is not there, after which it goes
 * on, and an index that is not there, after which this process cannot use it. Sweeps tell one from
 * the other by these words, as {@link DeviceFault} reads them.
 */
final class GpuProofFaults {
  private static final long FLOATS_OF_A_GIBIBYTE = 1L << 28;

  /** Small enough for kernels that count in 32 bits, to which 2^40 is 0. */
  private static final long OUTSIDE = 1L << 20;

  private final GpuProofLines lines;
  private final Device device;

  GpuProofFaults(GpuProofLines lines, Device device) {
    this.lines = lines;
    this.device = device;
  }

  void run() {
    lines
        .line("free memory")
        .put("ok", true)
        .put("mib", Torch.freeMemory(device).orElse(0) / 1048576.0)
        .print();
    said("more memory than there is", DeviceFault.OUT_OF_MEMORY, this::fill);
    Torch.releaseCachedMemory();
    lines.line("computes after that").put("ok", sum() == 6).print();
    said("an index that is not there", DeviceFault.BROKEN, this::indexOutside);
    said("computing after that", DeviceFault.BROKEN, this::sum);
    Runtime.getRuntime().halt(0); // CUDA's own clean-up could fail as well
  }

  private void said(String what, DeviceFault expected, Runnable body) {
    DeviceFault fault = DeviceFault.NONE;
    String note = "nothing";
    try {
      body.run();
    } catch (RuntimeException e) {
      fault = DeviceFault.of(e);
      note = DeviceFault.reason(e);
    }
    lines.line(what).put("ok", fault == expected).put("note", note).print();
  }

  private void fill() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor one = Tensor.ones(1).to(device);
      List<Tensor> kept = new ArrayList<>();
      while (kept.size() < 1024) {
        kept.add(one.fullLike(1, new long[] {FLOATS_OF_A_GIBIBYTE}));
      }
    }
  }

  private double sum() {
    try (TensorScope scope = TensorScope.open()) {
      return Tensor.of(new float[] {1, 2, 3}, 3).to(device).sum().toFloats()[0];
    }
  }

  private void indexOutside() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor index = Tensor.of(new long[] {OUTSIDE}, 1).to(device);
      Tensor.of(new float[] {1, 2, 3}, 3).to(device).indexSelect(0, index).toFloats();
    }
  }
}

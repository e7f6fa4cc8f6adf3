package io.facesweep.synthesis;

import io.facesweep.face.FaceModel;
import io.facesweep.tensor.BatchKernels;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.ItemwiseKernels;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A face model's identity as tensors: vertices = mean + coefficients x basis, differentiable. Rows
 * are filled up with zeros to whole vector registers: on some processors a product rounds by where
 * its operands begin, and then an item's gradient would depend on its place in the batch.
 */
final class ShapeBasis implements AutoCloseable {
  /** Floats of 64 bytes, as libtorch aligns the beginning of a tensor. */
  private static final int ALIGNED = 16;

  private final TensorOwner owner = new TensorOwner();
  private final ItemwiseKernels kernels = new ItemwiseKernels();
  private final int vertexCount;
  private final Tensor mean;
  private final Tensor basis;

  ShapeBasis(FaceModel face, Device device) {
    vertexCount = face.vertexCount();
    try (TensorScope scope = TensorScope.open()) {
      float[] center = face.mean().vertices();
      int width = (center.length + ALIGNED - 1) / ALIGNED * ALIGNED;
      mean = owner.adopt(Tensor.of(Arrays.copyOf(center, width), 1, width).to(device));
      Tensor rows = Tensor.empty(DType.FLOAT32, face.identityCount(), width);
      FloatBuffer buffer = rows.memory().asFloatBuffer();
      for (float[] component : face.identity()) {
        buffer.put(Arrays.copyOf(component, width));
      }
      basis = owner.adopt(rows.to(device));
    }
  }

  /**
   * World positions [K, V, 3] of coefficients [K, C]; on a CPU each face gets the bits that it has
   * alone.
   */
  Tensor vertices(Tensor coefficients) {
    BatchKernels chosen =
        kernels.of(
            coefficients.device(),
            "vertices",
            coefficients.shape(),
            rows ->
                ItemwiseKernels.bothWays(
                    ItemwiseKernels.noiseLike("shape", coefficients, rows), this::positions, rows));
    try (BatchKernels.Scope scope = chosen.open()) {
      return positions(coefficients);
    }
  }

  private Tensor positions(Tensor coefficients) {
    long count = coefficients.shape(0);
    return Functional.linear(coefficients, basis.transpose(0, 1), null)
        .add(mean)
        .slice(1, 0, 3L * vertexCount)
        .reshape(count, vertexCount, 3);
  }

  /** Coefficients of several faces as [K, C] on the device. */
  Tensor coefficients(List<float[]> faces) {
    int count = Math.toIntExact(basis.shape(0));
    float[] rows = new float[faces.size() * count];
    for (int i = 0; i < faces.size(); i++) {
      float[] own = faces.get(i);
      System.arraycopy(own, 0, rows, i * count, own.length);
    }
    return Tensor.of(rows, faces.size(), count).to(basis.device());
  }

  @Override
  public void close() {
    owner.close();
  }
}

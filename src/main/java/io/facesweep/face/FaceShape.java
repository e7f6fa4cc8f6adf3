package io.facesweep.face;

import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;

/**
 * A face model's identity on a device, differentiable with respect to the coefficients. It owns its
 * mean and basis until it is closed.
 */
public final class FaceShape implements AutoCloseable {
  private final TensorOwner owner = new TensorOwner();
  private final Tensor mean; // [1, V * 3]
  private final Tensor basis; // [K, V * 3]
  private final int vertexCount;
  private final int identityCount;

  /** Copies the model's mean and identity basis to the device. */
  public FaceShape(FaceModel model, Device device) {
    vertexCount = model.vertexCount();
    identityCount = model.identityCount();
    int width = 3 * vertexCount;
    float[] flat = new float[identityCount * width];
    for (int k = 0; k < identityCount; k++) {
      System.arraycopy(model.identity()[k], 0, flat, k * width, width);
    }
    try (TensorScope scope = TensorScope.open()) {
      mean = owner.adopt(Tensor.of(model.mean().vertices(), 1, width).to(device));
      basis = owner.adopt(Tensor.of(flat, identityCount, width).to(device));
    }
  }

  public int identityCount() {
    return identityCount;
  }

  public int vertexCount() {
    return vertexCount;
  }

  /**
   * Vertices = mean + coefficients x basis.
   *
   * @param coefficients [N, K] float32 on the shape's device, in standard deviations
   * @return [N, V, 3]
   * @throws IllegalArgumentException on another shape
   */
  public Tensor vertices(Tensor coefficients) {
    coefficients.requireShape("shape coefficients", -1, identityCount); // [N, K]
    return TensorScope.compute(
        () -> coefficients.matmul(basis).add(mean).reshape(-1, vertexCount, 3)); // [N, V, 3]
  }

  /** Frees the mean and the basis. */
  @Override
  public void close() {
    owner.close();
  }
}

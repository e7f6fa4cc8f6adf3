package io.facesweep.diffusion;

import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;

/** A net with the weights that it computes with. Immutable; threads may share it. */
public abstract class Net implements AutoCloseable {
  final NetWeights weights;

  Net(NetWeights weights) {
    this.weights = weights;
  }

  /** SHA-256 over the configuration and the weight files, in hexadecimal. */
  public final String fingerprint() {
    return weights.fingerprint();
  }

  /** Bytes that the weights take in memory. */
  public final long bytes() {
    return weights.bytes();
  }

  /** The type in which it computes. */
  public final DType dtype() {
    return weights.dtype();
  }

  public final Device device() {
    return weights.device();
  }

  /** Frees the weights, but for those that a caller owns. */
  @Override
  public final void close() {
    weights.close();
  }
}

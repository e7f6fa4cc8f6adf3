package io.facesweep.tensor;

import java.util.HashSet;
import java.util.Set;

/**
 * Holds tensors that outlive scopes, such as a net's weights or an optimiser's state, until it is
 * closed. Safe for several threads; its tensors may be read by any thread.
 */
public final class TensorOwner implements AutoCloseable {
  private final Set<Tensor> tensors = new HashSet<>();
  private boolean closed;

  /** Takes a tensor from its present scope or owner. */
  public synchronized Tensor adopt(Tensor tensor) {
    if (closed) {
      throw new IllegalStateException("Cannot adopt a tensor: the owner is closed");
    }
    if (tensor.owner() instanceof TensorOwner other && other != this) {
      other.release(tensor);
    }
    tensors.add(tensor);
    tensor.ownedBy(this);
    return tensor;
  }

  /** Frees one tensor before the owner closes. */
  public synchronized void free(Tensor tensor) {
    if (tensors.remove(tensor)) {
      tensor.close();
    }
  }

  /** Bytes that the held tensors take. */
  public synchronized long bytes() {
    return tensors.stream().mapToLong(tensor -> tensor.size() * tensor.dtype().bytes()).sum();
  }

  private synchronized void release(Tensor tensor) {
    tensors.remove(tensor);
  }

  @Override
  public synchronized void close() {
    closed = true;
    tensors.forEach(Tensor::close);
    tensors.clear();
  }
}

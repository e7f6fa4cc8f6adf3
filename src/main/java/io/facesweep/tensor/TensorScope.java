package io.facesweep.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lifetime of tensors: every tensor that a thread makes belongs to the thread's innermost open
 * scope and is freed when that scope closes, unless it is kept (moved to the next outer scope) or
 * given to a {@link TensorOwner}.
 *
 * <p>Freeing a tensor drops FaceSweep's reference only; what autograd still needs lives on until
 * the backward pass. An optimisation step opens one scope, and a block of a net one of its own, so
 * that memory is that of PyTorch's own reference counting.
 *
 * <pre>{@code
 * try (TensorScope step = TensorScope.open()) {
 *   ...
 * }
 * Tensor y = TensorScope.compute(() -> block.forward(x)); // only y survives
 * }</pre>
 *
 * Scopes are confined to the thread that opened them and close in reverse order.
 */
public final class TensorScope implements AutoCloseable {
  private static final ThreadLocal<Deque<TensorScope>> OPEN =
      ThreadLocal.withInitial(ArrayDeque::new);

  private final Thread thread = Thread.currentThread();
  private final List<Tensor> tensors = new ArrayList<>();

  private TensorScope() {}

  /** Opens a scope on this thread. */
  public static TensorScope open() {
    TensorScope scope = new TensorScope();
    OPEN.get().push(scope);
    return scope;
  }

  /** Runs {@code body} in a scope of its own and keeps what it returns. */
  public static Tensor compute(Supplier<Tensor> body) {
    try (TensorScope scope = open()) {
      return scope.keep(body.get());
    }
  }

  /** Runs {@code body} in a scope of its own and keeps all that it returns. */
  public static List<Tensor> computeAll(Supplier<List<Tensor>> body) {
    try (TensorScope scope = open()) {
      List<Tensor> results = body.get();
      results.forEach(scope::keep);
      return results;
    }
  }

  /**
   * Moves a tensor of this scope to the next outer scope; a tensor of any other owner is left where
   * it is.
   *
   * @throws IllegalStateException if there is no outer scope
   */
  public Tensor keep(Tensor tensor) {
    if (tensor.owner() == this) {
      TensorScope outer = outer();
      if (outer == null) {
        throw new IllegalStateException(
            "Cannot keep a tensor of the outermost scope: give it to a TensorOwner");
      }
      outer.add(tensor);
    }
    return tensor;
  }

  /** The scope that tensors made on this thread join. */
  static TensorScope current() {
    TensorScope scope = OPEN.get().peek();
    if (scope == null) {
      throw new IllegalStateException(
          "Cannot create a tensor: no TensorScope is open on thread "
              + Thread.currentThread().getName());
    }
    return scope;
  }

  private @Nullable TensorScope outer() {
    boolean found = false;
    for (TensorScope scope : OPEN.get()) {
      if (found) {
        return scope;
      }
      found = scope == this;
    }
    return null;
  }

  void add(Tensor tensor) {
    tensors.add(tensor);
    tensor.ownedBy(this);
  }

  @Override
  public void close() {
    if (thread != Thread.currentThread() || OPEN.get().peek() != this) {
      throw new IllegalStateException(
          "Cannot close a tensor scope: it is not the innermost one of this thread");
    }
    OPEN.get().pop();
    for (Tensor tensor : tensors) {
      if (tensor.owner() == this) {
        tensor.close();
      }
    }
  }
}

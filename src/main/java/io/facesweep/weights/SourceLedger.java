package io.facesweep.weights;

import io.facesweep.tensor.Tensor;
import java.util.HashSet;
import java.util.Set;

/** The account of a source that has whatever is asked for; files' other spellings it has not. */
final class SourceLedger implements Ledger {
  private final TensorSource source;
  private final Set<String> consumed = new HashSet<>();

  SourceLedger(TensorSource source) {
    this.source = source;
  }

  @Override
  public boolean has(String key) {
    return false;
  }

  @Override
  public void ignore(String key) {
    consumed.add(key);
  }

  @Override
  public Tensor take(String key, long[] shape, StateDictLedger.Layout layout) {
    if (!consumed.add(key)) {
      throw new IllegalStateException("Cannot take tensor '%s' a second time".formatted(key));
    }
    return source.tensor(key, shape).requireShape(key, shape);
  }

  @Override
  public void finish() {}
}

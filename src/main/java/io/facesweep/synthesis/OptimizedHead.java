package io.facesweep.synthesis;

import io.facesweep.tensor.Tensor;
import java.util.List;

/** Heads that move with every step, by their coefficients. */
final class OptimizedHead implements HeadSource {
  private final Coefficients coefficients;

  OptimizedHead(Lockstep lockstep, ShapeBasis basis, List<float[]> start) {
    coefficients = new Coefficients(lockstep, basis, start);
  }

  @Override
  public Pose pose() {
    Tensor leaf = coefficients.value().asLeaf();
    return new Pose(List.of(leaf), coefficients.vertices(leaf));
  }

  @Override
  public void step(List<Tensor> gradients) {
    coefficients.step(gradients.get(0), "coefficient-gradient-norm");
  }

  @Override
  public boolean isFixed() {
    return false;
  }

  @Override
  public void keep(int[] rows) {
    coefficients.keep(rows);
  }

  @Override
  public List<float[]> coefficients() {
    return coefficients.read();
  }

  @Override
  public void close() {
    coefficients.close();
  }
}

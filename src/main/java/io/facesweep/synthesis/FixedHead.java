package io.facesweep.synthesis;

import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import java.util.stream.IntStream;

/** Heads that were made before. */
final class FixedHead implements HeadSource {
  private final TensorOwner owner = new TensorOwner();
  private List<float[]> coefficients;
  private Tensor vertices;

  FixedHead(ShapeBasis basis, List<float[]> coefficients) {
    this.coefficients = coefficients;
    try (TensorScope scope = TensorScope.open()) {
      vertices = owner.adopt(basis.vertices(basis.coefficients(coefficients)));
    }
  }

  @Override
  public Pose pose() {
    return new Pose(List.of(), vertices);
  }

  @Override
  public void step(List<Tensor> gradients) {
    // Nothing moves.
  }

  @Override
  public boolean isFixed() {
    return true;
  }

  @Override
  public void keep(int[] rows) {
    coefficients = IntStream.of(rows).mapToObj(coefficients::get).toList();
    try (TensorScope scope = TensorScope.open()) {
      Tensor kept = Rows.of(vertices, rows);
      owner.free(vertices);
      vertices = owner.adopt(kept);
    }
  }

  @Override
  public List<float[]> coefficients() {
    return coefficients;
  }

  @Override
  public void close() {
    owner.close();
  }
}

package io.facesweep.synthesis;

import io.facesweep.face.FaceModel;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Heads that were made before. */
final class FixedHead implements HeadSource {
  private final TensorOwner owner = new TensorOwner();
  private List<float[]> coefficients;
  private Tensor vertices;

  /**
   * @param coefficients [C] of each trial. Its vertices are computed by itself, so that to the last
   *     bit they do not depend on the batch: on a symmetric mesh pixels may lie on an edge, and a
   *     texture's seam there would show left or right.
   */
  FixedHead(FaceModel face, List<float[]> coefficients, Device device) {
    this.coefficients = coefficients;
    try (TensorScope scope = TensorScope.open()) {
      List<Tensor> heads = new ArrayList<>();
      for (float[] own : coefficients) {
        heads.add(Tensor.of(face.vertices(own), face.vertexCount(), 3));
      }
      vertices = owner.adopt(Tensor.stack(0, heads).to(device));
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

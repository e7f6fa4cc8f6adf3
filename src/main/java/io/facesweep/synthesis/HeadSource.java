package io.facesweep.synthesis;

import io.facesweep.tensor.Tensor;
import java.util.List;

/** The heads that textures are made on: fixed, or optimised together with the texture. */
interface HeadSource extends AutoCloseable {
  /**
   * The heads at a step.
   *
   * @param leaves what gradients are wanted of; empty where the heads are fixed
   * @param vertices [K, V, 3]
   */
  record Pose(List<Tensor> leaves, Tensor vertices) {}

  /** The heads of the running trials; the tensors belong to the current scope or to this. */
  Pose pose();

  /** Takes the gradients of the leaves, in order. */
  void step(List<Tensor> gradients);

  /** Whether the heads stay the same at all steps. */
  boolean isFixed();

  /** Goes on with some of the trials only. */
  void keep(int[] rows);

  /** The coefficients [C] of each running trial. */
  List<float[]> coefficients();

  @Override
  void close();
}

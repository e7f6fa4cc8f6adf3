package io.facesweep.train;

import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;

/**
 * One net, or nets that are trained together: what is trained, on what loss, and how to judge it.
 */
public interface TrainingStage extends AutoCloseable {
  String name();

  StageSettings settings();

  /** Returns what is trained. */
  TrainedNets<?> nets();

  default ParameterLayout layout() {
    return nets().layout();
  }

  /**
   * Returns where a snapshot has the stage's nets: directories by the prefix of their parameters.
   */
  default Map<String, String> parts() {
    return Map.of("", name());
  }

  /** Flat values to start from. */
  float[] initial(RandomStream random);

  /** Factor of the learning rate of a tensor. */
  default double learningRateFactor(String parameter) {
    return 1;
  }

  /** Builds the nets on parameters; called once, before all that follows. */
  default void bind(Parameters parameters) {
    nets().bind(parameters);
  }

  /** A part of a step's batch. */
  @FunctionalInterface
  interface Drawn {
    /**
     * Returns the part's mean loss, a scalar. Several threads compute one each at once, in a scope
     * of its own with gradients recorded.
     */
    Tensor loss();
  }

  /**
   * Draws a part of a step's batch. Threads call it, also ahead of the step and in another scope
   * than the loss is computed in; it does not depend on the parameters.
   *
   * @param random of this part of this step
   * @param step 1 to the settings' number of steps
   * @param items of this part
   */
  Drawn draw(RandomStream random, long step, int items);

  /** Figures on held-out data with the averaged parameters, by name. */
  Map<String, Double> validate();

  /** Whether the averaged parameters are of use before the last step, and handed on then. */
  default boolean isUsableEarly() {
    return false;
  }

  /** Writes pictures that show what has been learnt, with the averaged parameters. */
  void samples(Path folder, String name);

  @Override
  default void close() {}
}

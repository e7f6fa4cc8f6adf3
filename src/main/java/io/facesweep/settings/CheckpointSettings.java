package io.facesweep.settings;

import java.io.Serializable;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How the diffusion model is read, keys {@code models.prediction}, {@code models.weights} and
 * {@code models.loras}.
 *
 * @param prediction what its UNet predicts
 * @param weights which of the weights of a single file
 * @param loras merged into it, in this order
 */
public record CheckpointSettings(
    Prediction prediction, WeightCopy weights, List<LoraSettings> loras) implements Serializable {
  /** Reads it as it is. */
  public static final CheckpointSettings DEFAULT =
      new CheckpointSettings(Prediction.AUTO, WeightCopy.PLAIN, List.of());

  public CheckpointSettings {
    loras = List.copyOf(loras);
  }

  /** Returns the same with LoRAs at other places. */
  CheckpointSettings at(UnaryOperator<String> each) {
    return new CheckpointSettings(
        prediction,
        weights,
        loras.stream()
            .map(lora -> new LoraSettings(each.apply(lora.file()), lora.weight()))
            .toList());
  }
}

package io.facesweep.settings;

import java.io.Serializable;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How the diffusion model is read, keys {@code models.prediction}, {@code models.weights}, {@code
 * models.loras} and {@code models.embeddings}.
 *
 * @param prediction what its UNet predicts
 * @param weights which of the weights of a single file
 * @param loras merged into it, in this order
 * @param embeddings that its text encoder knows beside its own tokens
 */
public record CheckpointSettings(
    Prediction prediction,
    WeightCopy weights,
    List<LoraSettings> loras,
    List<EmbeddingSettings> embeddings)
    implements Serializable {
  /** Reads it as it is. */
  public static final CheckpointSettings DEFAULT =
      new CheckpointSettings(Prediction.AUTO, WeightCopy.PLAIN, List.of(), List.of());

  public CheckpointSettings {
    loras = List.copyOf(loras);
    embeddings = List.copyOf(embeddings);
  }

  /** Returns the same with LoRAs and embeddings at other places. */
  CheckpointSettings at(UnaryOperator<String> place) {
    return new CheckpointSettings(
        prediction,
        weights,
        loras.stream()
            .map(lora -> new LoraSettings(place.apply(lora.file()), lora.weight()))
            .toList(),
        embeddings.stream()
            .map(each -> new EmbeddingSettings(place.apply(each.file()), each.token()))
            .toList());
  }
}

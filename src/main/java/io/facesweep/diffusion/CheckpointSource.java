package io.facesweep.diffusion;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a checkpoint's parts come from.
 *
 * @param place a snapshot directory, or a single file in the layout of Stable Diffusion's authors
 * @param parts a snapshot directory of the same family, for what a single file lacks: the
 *     tokenizer, and where they are there configurations, schedule and VAE
 * @param vae a VAE in the place of its own: a directory or a file
 * @param prediction what the UNet predicts; null for what the schedule's configuration says
 * @param copy which of the weights of a single file
 * @param loras merged into UNet and text encoder, in this order
 * @param embeddings that tokenizer and text encoder know beside their own tokens
 */
public record CheckpointSource(
    Path place,
    @Nullable Path parts,
    @Nullable Path vae,
    @Nullable PredictionType prediction,
    Copy copy,
    List<LoraFile> loras,
    List<EmbeddingFile> embeddings) {

  /** The two sets of a UNet's weights that training leaves. */
  public enum Copy {
    /** Those of the last step, or the only ones. */
    PLAIN,
    /** Their moving average. */
    MOVING_AVERAGE
  }

  public CheckpointSource {
    loras = List.copyOf(loras);
    embeddings = List.copyOf(embeddings);
  }

  /** A checkpoint by itself. */
  public static CheckpointSource of(Path place) {
    return new CheckpointSource(place, null, null, null, Copy.PLAIN, List.of(), List.of());
  }

  /** The same with the parts that it lacks from a snapshot. */
  public CheckpointSource withParts(Path snapshot) {
    return new CheckpointSource(place, snapshot, vae, prediction, copy, loras, embeddings);
  }

  /** The same with LoRAs. */
  public CheckpointSource withLoras(List<LoraFile> others) {
    return new CheckpointSource(place, parts, vae, prediction, copy, others, embeddings);
  }

  /** The same with embeddings. */
  public CheckpointSource withEmbeddings(List<EmbeddingFile> others) {
    return new CheckpointSource(place, parts, vae, prediction, copy, loras, others);
  }

  /** The same with another VAE. */
  public CheckpointSource withVae(Path other) {
    return new CheckpointSource(place, parts, other, prediction, copy, loras, embeddings);
  }

  /** The same with another copy of the weights. */
  public CheckpointSource withCopy(Copy other) {
    return new CheckpointSource(place, parts, vae, prediction, other, loras, embeddings);
  }

  /** The same with a UNet that predicts something. */
  public CheckpointSource predicting(PredictionType type) {
    return new CheckpointSource(place, parts, vae, type, copy, loras, embeddings);
  }
}

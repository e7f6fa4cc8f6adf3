package io.facesweep.diffusion;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;
import java.util.ArrayList;
import java.util.List;

/** CLIP's transformer over the patches of an image (transformers, {@code CLIPVisionModel}). */
final class ClipVisionTower {
  private final ClipVisionConfig config;
  private final Tensor classEmbedding;
  private final Tensor patchEmbedding;
  private final Tensor positionEmbedding;
  private final LayerNorm preLayrnorm;
  private final List<ClipEncoderLayer> layers = new ArrayList<>();
  private final LayerNorm postLayernorm;

  ClipVisionTower(StateDict weights, ClipVisionConfig config) {
    int hidden = config.hiddenSize();
    int patch = config.patchSize();
    StateDict embeddings = weights.at("embeddings");
    this.config = config;
    // A buffer of older files that only counts.
    embeddings.ignore("position_ids");
    this.classEmbedding = embeddings.take("class_embedding", hidden);
    this.patchEmbedding = embeddings.take("patch_embedding.weight", hidden, 3, patch, patch);
    this.positionEmbedding =
        embeddings.take("position_embedding.weight", config.positions(), hidden);
    // The key is misspelt in all files.
    this.preLayrnorm = new LayerNorm(weights.at("pre_layrnorm"), hidden, config.layerNormEps());
    for (int i = 0; i < config.layers(); i++) {
      layers.add(new ClipEncoderLayer(weights.at("encoder.layers." + i), config.layer()));
    }
    this.postLayernorm = new LayerNorm(weights.at("post_layernorm"), hidden, config.layerNormEps());
  }

  /**
   * @param images [N, 3, imageSize, imageSize], normalised
   * @return the class's state [N, hiddenSize], after the last layer norm
   */
  Tensor forward(Tensor images) {
    return TensorScope.compute(
        () -> {
          long count = images.shape(0);
          int hidden = config.hiddenSize();
          Tensor patches =
              Functional.conv2d(images, patchEmbedding, null, config.patchSize(), 0)
                  .reshape(count, hidden, -1)
                  .transpose(1, 2); // [N, L - 1, hidden]
          Tensor first = classEmbedding.reshape(1, 1, hidden).expand(count, 1, hidden);
          Tensor states = preLayrnorm.forward(Tensor.cat(1, first, patches).add(positionEmbedding));
          for (ClipEncoderLayer layer : layers) {
            states = layer.forward(states);
          }
          return postLayernorm.forward(states.select(1, 0));
        });
  }
}

package io.facesweep.diffusion;

import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.StateDict;
import io.facesweep.weights.TensorEdit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CLIP's text encoder (Radford et al. 2021, arXiv 2103.00020), as transformers' {@code
 * CLIPTextModel} computes it. Immutable; threads may share it.
 */
public final class ClipTextModel extends Net {
  private final TextEncoderConfig config;
  private final Tensor tokenEmbedding;
  private final @Nullable Tensor addedEmbedding;
  private final Tensor positionEmbedding;
  final List<ClipEncoderLayer> layers = new ArrayList<>();
  private final LayerNorm finalLayerNorm;

  ClipTextModel(StateDict dict, TextEncoderConfig config, NetWeights weights) {
    this(dict, config, AddedTokens.NONE, weights);
  }

  private ClipTextModel(
      StateDict dict, TextEncoderConfig config, AddedTokens added, NetWeights weights) {
    super(weights);
    this.config = config;
    int hidden = config.hiddenSize();
    // Files hold a CLIPTextModel, or (newer) the text_model inside it.
    StateDict model = dict.has("text_model.final_layer_norm.weight") ? dict.at("text_model") : dict;
    StateDict embeddings = model.at("embeddings");
    // A buffer of older files that only counts 0, 1, ... 76.
    embeddings.ignore("position_ids");
    this.tokenEmbedding =
        embeddings.take("token_embedding.weight", config.vocabularySize(), hidden);
    this.addedEmbedding =
        added.isEmpty()
            ? null
            : weights.adopted(
                () -> Tensor.of(added.vectors(), added.vectors().length / hidden, hidden));
    this.positionEmbedding =
        embeddings.take("position_embedding.weight", config.positions(), hidden);
    for (int i = 0; i < config.layers(); i++) {
      layers.add(new ClipEncoderLayer(model.at("encoder.layers." + i), config.layer()));
    }
    this.finalLayerNorm =
        new LayerNorm(model.at("final_layer_norm"), hidden, config.layerNormEps());
  }

  /**
   * Opens a {@code text_encoder/} directory of a snapshot.
   *
   * @throws io.facesweep.UserException if the configuration asks for what is not supported, or the
   *     weights do not fit it
   */
  public static ClipTextModel open(Path directory, DType type, Device device) {
    return open(
        NetSource.directory(directory, "model"), type, device, TensorEdit.none(), AddedTokens.NONE);
  }

  /**
   * Opens an encoder that knows tokens beside its own.
   *
   * @param edit changes its weights
   */
  static ClipTextModel open(
      NetSource source, DType type, Device device, TensorEdit edit, AddedTokens added) {
    TextEncoderConfig config = TextEncoderConfig.of(source.config());
    return NetWeights.open(
        source,
        type,
        device,
        edit,
        (dict, weights) -> new ClipTextModel(dict, config, added, weights));
  }

  /**
   * A net over tensors that the caller owns, such as parameters in training; gradients reach them.
   *
   * @param directory holds the config.json
   * @param type of the tensors, in which the net computes
   */
  public static ClipTextModel over(Path directory, StateDict tensors, DType type, Device device) {
    TextEncoderConfig config =
        TextEncoderConfig.of(JsonConfig.read(directory.resolve("config.json")));
    return new ClipTextModel(tensors, config, NetWeights.borrowed(type, device));
  }

  public TextEncoderConfig config() {
    return config;
  }

  /**
   * @param inputIds int64 [N, L], L at most {@link TextEncoderConfig#positions()}
   * @return embeddings of every position, after the final layer norm: [N, L, hiddenSize]. This is
   *     what Stable Diffusion attends to
   */
  public Tensor forward(Tensor inputIds) {
    inputIds.requireShape("inputIds", -1, -1);
    return TensorScope.compute(
        () -> {
          Tensor hidden = embed(inputIds);
          for (ClipEncoderLayer layer : layers) {
            hidden = layer.forward(hidden);
          }
          return finalLayerNorm.forward(hidden);
        });
  }

  /**
   * The embedding at each text's end token, by which CLIP compares texts with images.
   *
   * @param hidden what {@link #forward} gave for {@code inputIds}
   * @return [N, hiddenSize]
   */
  public Tensor pooled(Tensor hidden, Tensor inputIds) {
    hidden.requireShape("hidden", inputIds.shape(0), inputIds.shape(1), config.hiddenSize());
    long[] ids = inputIds.toLongs();
    int length = Math.toIntExact(inputIds.shape(1));
    long[] ends = new long[ids.length / length];
    for (int n = 0; n < ends.length; n++) {
      ends[n] = n * (long) length + config.endPosition(ids, n * length, length);
    }
    return TensorScope.compute(
        () ->
            hidden
                .reshape(-1, config.hiddenSize())
                .indexSelect(0, Tensor.of(ends, ends.length).to(weights.device())));
  }

  /** Sums of token and position embeddings [N, L, hiddenSize]. */
  Tensor embed(Tensor inputIds) {
    return TensorScope.compute(
        () ->
            tokens(inputIds.to(weights.device()))
                .add(positionEmbedding.slice(0, 0, inputIds.shape(1))));
  }

  /** Embeddings of tokens [N, L, hiddenSize]: ids beyond the encoder's own are added ones. */
  private Tensor tokens(Tensor ids) {
    if (addedEmbedding == null) {
      return Functional.embedding(tokenEmbedding, ids);
    }
    int own = config.vocabularySize();
    Tensor first = Functional.embedding(tokenEmbedding, ids.clamp(0, own - 1).to(ids.dtype()));
    Tensor second = Functional.embedding(addedEmbedding, ids.sub(own).clampMin(0).to(ids.dtype()));
    return ids.less(own).unsqueeze(2).where(first, second);
  }
}

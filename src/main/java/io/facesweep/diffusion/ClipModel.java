package io.facesweep.diffusion;

import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.StateDict;
import java.nio.file.Path;
import java.util.List;

/**
 * CLIP with both towers (Radford et al. 2021, arXiv 2103.00020), as transformers' {@code CLIPModel}
 * computes it: texts and images as vectors that can be compared. Opens a snapshot directory with
 * config.json, the weights and the tokenizer's files. Immutable; threads may share it.
 */
public final class ClipModel extends Net {
  private final ClipTokenizer tokenizer;
  private final ClipImages images;
  private final ClipTextModel textModel;
  private final ClipVisionTower visionModel;
  private final Tensor textProjection;
  private final Tensor visualProjection;

  private ClipModel(
      StateDict dict,
      Config config,
      ClipTokenizer tokenizer,
      ClipImages images,
      NetWeights weights) {
    super(weights);
    this.tokenizer = tokenizer;
    this.images = images;
    this.textModel = new ClipTextModel(dict, config.text(), weights);
    this.visionModel = new ClipVisionTower(dict.at("vision_model"), config.vision());
    this.textProjection =
        dict.take("text_projection.weight", config.projection(), config.text().hiddenSize());
    this.visualProjection =
        dict.take("visual_projection.weight", config.projection(), config.vision().hiddenSize());
    // Scales similarities for training; not used to compare.
    dict.ignore("logit_scale");
  }

  private record Config(TextEncoderConfig text, ClipVisionConfig vision, int projection) {
    static Config of(JsonConfig config) {
      new ConfigRules(config).only("model_type", "clip");
      return new Config(
          TextEncoderConfig.of(config.section("text_config")),
          ClipVisionConfig.of(config.section("vision_config")),
          new ConfigRules(config).width("projection_dim", 512));
    }
  }

  /**
   * Tells whether a snapshot's config.json has a tower for texts and one for images; that of a
   * diffusion model's text encoder has the first alone.
   *
   * @throws UserException if there is no such file to read
   */
  public static boolean hasBothTowers(Path directory) {
    JsonConfig config = JsonConfig.read(directory.resolve("config.json"));
    return config.isSection("text_config") && config.isSection("vision_config");
  }

  /**
   * Opens a CLIP snapshot directory.
   *
   * @throws UserException if a file is missing or damaged, the configuration asks for what is not
   *     supported, or the weights do not fit it
   */
  public static ClipModel open(Path directory, DType type, Device device) {
    Config config = Config.of(JsonConfig.read(directory.resolve("config.json")));
    ClipTokenizer tokenizer = ClipTokenizer.open(directory);
    if (tokenizer.vocabularySize() > config.text().vocabularySize()) {
      throw new UserException(
          "Cannot open %s: the tokenizer's %d tokens are more than the text tower's %d"
              .formatted(directory, tokenizer.vocabularySize(), config.text().vocabularySize()));
    }
    ClipImages images = ClipImages.of(directory, config.vision().imageSize());
    return NetWeights.open(
        NetSource.directory(directory, "model"),
        type,
        device,
        (dict, weights) -> new ClipModel(dict, config, tokenizer, images, weights));
  }

  /** Vectors of texts, of unit length, float32, in the caller's scope: [N, projection]. */
  public Tensor texts(List<String> texts) {
    try (GradMode off = GradMode.disabled()) {
      return TensorScope.compute(
          () -> {
            int[][] ids = tokenizer.encode(texts).toArray(new int[0][]);
            long[] flat = new long[ids.length * ids[0].length];
            for (int i = 0; i < flat.length; i++) {
              flat[i] = ids[i / ids[0].length][i % ids[0].length];
            }
            return unit(textFeatures(Tensor.of(flat, ids.length, ids[0].length)));
          });
    }
  }

  /**
   * Vectors of images, of unit length, float32, in the caller's scope: [N, projection].
   *
   * @param pictures [N, 3, H, W] in [0, 1]
   */
  public Tensor images(Tensor pictures) {
    pictures.requireShape("pictures", -1, 3, -1, -1);
    try (GradMode off = GradMode.disabled()) {
      return TensorScope.compute(
          () -> unit(imageFeatures(images.prepare(pictures.to(DType.FLOAT32)))));
    }
  }

  /** Vectors of any length of int64 tokens [N, L]. */
  Tensor textFeatures(Tensor inputIds) {
    return TensorScope.compute(
        () -> {
          Tensor hidden = textModel.forward(inputIds);
          return Functional.linear(textModel.pooled(hidden, inputIds), textProjection, null);
        });
  }

  /** Vectors of any length of prepared images [N, 3, imageSize, imageSize]. */
  Tensor imageFeatures(Tensor prepared) {
    return TensorScope.compute(
        () ->
            Functional.linear(visionModel.forward(weights.own(prepared)), visualProjection, null));
  }

  private static Tensor unit(Tensor features) {
    Tensor wide = features.to(DType.FLOAT32);
    return wide.div(wide.norm(1).unsqueeze(1));
  }
}

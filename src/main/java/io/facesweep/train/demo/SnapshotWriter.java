package io.facesweep.train.demo;

import io.facesweep.train.ParameterLayout;
import io.facesweep.train.SnapshotFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a snapshot directory as Hugging Face's diffusers lays it out, part by part. */
final class SnapshotWriter {
  /** Where the depth ControlNet lies beside the snapshot's parts. */
  static final String DEPTH = "controlnet-depth";

  /** Where the texture-Canny ControlNet lies. */
  static final String TEXTURE = "controlnet-texture";

  private static final int UNET_GROUPS = 16;
  private static final int VAE_GROUPS = 8;
  private static final int HEADS = 4;

  private final Path directory;
  private final DemoRecipe recipe;

  SnapshotWriter(Path directory, DemoRecipe recipe) {
    this.directory = directory;
    this.recipe = recipe;
  }

  Path part(String name) {
    return directory.resolve(name);
  }

  /**
   * Writes all configurations.
   *
   * @param vocabulary tokens of the tokenizer
   */
  void configurations(int vocabulary, int endId) {
    SnapshotFiles.text(directory.resolve(DemoRecipe.FILE), RecipeFile.text(recipe));
    SnapshotFiles.json(
        directory.resolve("model_index.json"),
        Map.of(
            "_class_name", "StableDiffusionPipeline",
            "unet", List.of("diffusers", "UNet2DConditionModel"),
            "vae", List.of("diffusers", "AutoencoderKL"),
            "text_encoder", List.of("transformers", "CLIPTextModel"),
            "tokenizer", List.of("transformers", "CLIPTokenizer"),
            "scheduler", List.of("diffusers", "DDIMScheduler")));
    SnapshotFiles.json(
        part("scheduler").resolve("scheduler_config.json"),
        Map.of(
            "_class_name",
            "DDIMScheduler",
            "num_train_timesteps",
            1000,
            "beta_start",
            0.00085,
            "beta_end",
            0.012,
            "beta_schedule",
            "scaled_linear",
            "prediction_type",
            "v_prediction",
            "clip_sample",
            false,
            "set_alpha_to_one",
            false,
            "steps_offset",
            1));
    SnapshotFiles.json(part("vae").resolve("config.json"), vae());
    SnapshotFiles.json(part("unet").resolve("config.json"), unet());
    SnapshotFiles.json(part("text_encoder").resolve("config.json"), textEncoder(vocabulary, endId));
    SnapshotFiles.json(part(DEPTH).resolve("config.json"), controlNet());
    SnapshotFiles.json(part(TEXTURE).resolve("config.json"), controlNet());
  }

  private Map<String, Object> vae() {
    int levels = recipe.vaeChannels().size();
    Map<String, Object> config = new TreeMap<>();
    config.put("_class_name", "AutoencoderKL");
    config.put("act_fn", "silu");
    config.put("in_channels", 3);
    config.put("out_channels", 3);
    config.put("latent_channels", 4);
    config.put("layers_per_block", 1);
    config.put("block_out_channels", recipe.vaeChannels());
    config.put("down_block_types", Collections.nCopies(levels, "DownEncoderBlock2D"));
    config.put("up_block_types", Collections.nCopies(levels, "UpDecoderBlock2D"));
    config.put("norm_num_groups", VAE_GROUPS);
    config.put("sample_size", recipe.side());
    config.put("scaling_factor", 1.0);
    return config;
  }

  private Map<String, Object> encoder() {
    List<Integer> channels = recipe.unetChannels();
    Map<String, Object> config = new TreeMap<>();
    config.put("act_fn", "silu");
    config.put("in_channels", 4);
    config.put("layers_per_block", 1);
    config.put("block_out_channels", channels);
    config.put("down_block_types", types("DownBlock2D", "CrossAttnDownBlock2D"));
    config.put("cross_attention_dim", recipe.textWidth());
    config.put("attention_head_dim", HEADS);
    config.put("norm_num_groups", UNET_GROUPS);
    config.put("norm_eps", 1e-5);
    config.put("downsample_padding", 1);
    config.put("mid_block_scale_factor", 1);
    config.put("flip_sin_to_cos", true);
    config.put("freq_shift", 0);
    return config;
  }

  /** The outermost level does not attend to the text. */
  private List<String> types(String first, String others) {
    List<String> types = new ArrayList<>(List.of(first));
    types.addAll(Collections.nCopies(recipe.unetChannels().size() - 1, others));
    return types;
  }

  private Map<String, Object> unet() {
    Map<String, Object> config = encoder();
    List<String> up = types("UpBlock2D", "CrossAttnUpBlock2D");
    Collections.reverse(up);
    config.put("_class_name", "UNet2DConditionModel");
    config.put("out_channels", 4);
    config.put("center_input_sample", false);
    config.put("sample_size", recipe.side() / recipe.factor());
    config.put("up_block_types", up);
    return config;
  }

  private Map<String, Object> controlNet() {
    Map<String, Object> config = encoder();
    config.put("_class_name", "ControlNetModel");
    config.put("controlnet_conditioning_channel_order", "rgb");
    config.put("conditioning_embedding_out_channels", recipe.vaeChannels());
    return config;
  }

  private Map<String, Object> textEncoder(int vocabulary, int endId) {
    Map<String, Object> config = new TreeMap<>();
    config.put("architectures", List.of("CLIPTextModel"));
    config.put("model_type", "clip_text_model");
    config.put("hidden_act", "gelu");
    config.put("hidden_size", recipe.textWidth());
    config.put("intermediate_size", 4 * recipe.textWidth());
    config.put("num_attention_heads", HEADS);
    config.put("num_hidden_layers", recipe.textLayers());
    config.put("max_position_embeddings", recipe.textLength());
    config.put("vocab_size", vocabulary);
    config.put("layer_norm_eps", 1e-5);
    config.put("eos_token_id", endId);
    config.put("bos_token_id", endId - 1);
    config.put("pad_token_id", endId);
    return config;
  }

  /**
   * Writes a net's weights as float16.
   *
   * @param prefix of the net's parameters, dropped from the names
   */
  void weights(String net, String prefix, ParameterLayout layout, float[] values) {
    SnapshotFiles.net(weightsFile(net), prefix, layout, values);
  }

  /** Returns where a net's weights are. */
  Path weightsFile(String net) {
    return part(net).resolve(SnapshotFiles.stem(net) + ".safetensors");
  }
}

package io.facesweep.bench;

import com.google.gson.Gson;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * Writes a snapshot with random weights in the layout of real ones: {@code model/} and {@code
 * controlnet/}. From the command line: {@code demo}, {@code mid} or {@code sd15}, and the
 * directory.
 */
final class RandomSnapshot {
  /**
   * @param vae channels of the VAE's levels
   * @param unet channels of the UNet's and the ControlNet's levels
   * @param attended whether a level of the UNet looks at the text
   * @param condition channels of the ControlNet's way from images to latents
   * @param layers resnets a level of the encoders; the decoders have one more
   * @param text width of the text encoder
   * @param textLayers depth of the text encoder
   * @param heads of attention everywhere
   * @param vaeGroups of the VAE's group norms
   * @param unetGroups of the UNet's group norms
   * @param scaling of the VAE's latents
   * @param prediction what the UNet predicts
   * @param half whether the weights are stored as float16
   */
  @SuppressWarnings("ArrayRecordComponent") // Constants, never compared.
  private record Sizes(
      int[] vae,
      int[] unet,
      boolean[] attended,
      int[] condition,
      int layers,
      int text,
      int textLayers,
      int heads,
      int vaeGroups,
      int unetGroups,
      double scaling,
      String prediction,
      boolean half) {}

  /** The demo checkpoint's: images of 64 x 64, a VAE of factor 4. */
  private static final Sizes DEMO =
      new Sizes(
          new int[] {16, 32, 64},
          new int[] {48, 96, 128},
          new boolean[] {false, true, true},
          new int[] {16, 32, 64},
          1,
          96,
          2,
          4,
          8,
          16,
          1.0,
          "v_prediction",
          false);

  /**
   * Stable Diffusion 1.5's, but for a small vocabulary: a UNet of 860 M parameters, a ControlNet of
   * 361 M, a VAE of 84 M with the factor 8.
   */
  private static final Sizes SD15 =
      new Sizes(
          new int[] {128, 256, 512, 512},
          new int[] {320, 640, 1280, 1280},
          new boolean[] {true, true, true, false},
          new int[] {16, 32, 96, 256},
          2,
          768,
          12,
          8,
          32,
          32,
          0.18215,
          "epsilon",
          true);

  /** The layout of Stable Diffusion 1.5 with a fifth to a quarter of its channels: 225 MB. */
  private static final Sizes MID =
      new Sizes(
          new int[] {32, 64, 128, 128},
          new int[] {64, 128, 256, 256},
          new boolean[] {true, true, true, false},
          new int[] {16, 32, 96, 256},
          2,
          256,
          4,
          8,
          32,
          32,
          0.18215,
          "epsilon",
          false);

  private static final int POSITIONS = 77;
  private static final String TOKENIZER = "/golden/sd15-like/model/tokenizer/";
  private static final int VOCABULARY = 814;

  private final Random random = new Random(1);
  private final Sizes sizes;
  private Map<String, NamedArray> arrays = new HashMap<>();

  private RandomSnapshot(Sizes sizes) {
    this.sizes = sizes;
  }

  public static void main(String[] args) throws IOException {
    write(args[0], Path.of(args[1]));
  }

  /**
   * @param name of the sizes, {@code demo}, {@code mid} or {@code sd15}
   * @param directory to write {@code model/} and {@code controlnet/} to
   */
  static void write(String name, Path directory) throws IOException {
    Sizes sizes =
        switch (name) {
          case "demo" -> DEMO;
          case "mid" -> MID;
          case "sd15" -> SD15;
          default ->
              throw new IllegalArgumentException(
                  "Invalid sizes: %s (expected demo, mid or sd15)".formatted(name));
        };
    Path model = directory.resolve("model");
    Files.createDirectories(model.resolve("tokenizer"));
    for (String file : List.of("vocab.json", "merges.txt", "tokenizer_config.json")) {
      try (InputStream in = RandomSnapshot.class.getResourceAsStream(TOKENIZER + file)) {
        Files.copy(Objects.requireNonNull(in), model.resolve("tokenizer").resolve(file));
      }
    }
    json(model.resolve("model_index.json"), Map.of("_class_name", "StableDiffusionPipeline"));
    json(
        model.resolve("scheduler/scheduler_config.json"),
        Map.of(
            "_class_name",
            "DDIMScheduler",
            "beta_start",
            0.00085,
            "beta_end",
            0.012,
            "beta_schedule",
            "scaled_linear",
            "prediction_type",
            sizes.prediction()));
    RandomSnapshot snapshot = new RandomSnapshot(sizes);
    snapshot.text(model.resolve("text_encoder"));
    snapshot.vae(model.resolve("vae"));
    snapshot.unet(model.resolve("unet"));
    snapshot.controlNet(directory.resolve("controlnet"));
  }

  private void text(Path directory) throws IOException {
    int width = sizes.text();
    put("text_model.embeddings.token_embedding.weight", VOCABULARY, width);
    put("text_model.embeddings.position_embedding.weight", POSITIONS, width);
    for (int i = 0; i < sizes.textLayers(); i++) {
      String layer = "text_model.encoder.layers." + i;
      norm(layer + ".layer_norm1", width);
      norm(layer + ".layer_norm2", width);
      for (String name : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
        linear(layer + ".self_attn." + name, width, width);
      }
      linear(layer + ".mlp.fc1", width, 4 * width);
      linear(layer + ".mlp.fc2", 4 * width, width);
    }
    norm("text_model.final_layer_norm", width);
    finish(
        directory,
        "model",
        Map.of(
            "model_type",
            "clip_text_model",
            "hidden_act",
            "gelu",
            "hidden_size",
            width,
            "intermediate_size",
            4 * width,
            "num_attention_heads",
            4,
            "num_hidden_layers",
            sizes.textLayers(),
            "vocab_size",
            VOCABULARY));
  }

  private void vae(Path directory) throws IOException {
    int[] channels = sizes.vae();
    int last = channels.length - 1;
    conv("encoder.conv_in", 3, channels[0], 3);
    conv("decoder.conv_in", 4, channels[last], 3);
    for (int level = 0; level <= last; level++) {
      String down = "encoder.down_blocks." + level;
      String up = "decoder.up_blocks." + (last - level);
      int own = channels[level];
      for (int i = 0; i < sizes.layers(); i++) {
        resnet(down + ".resnets." + i, i == 0 ? channels[Math.max(0, level - 1)] : own, own, 0);
      }
      for (int i = 0; i <= sizes.layers(); i++) {
        resnet(up + ".resnets." + i, i == 0 ? channels[Math.min(last, level + 1)] : own, own, 0);
      }
      if (level < last) {
        conv(down + ".downsamplers.0.conv", own, own, 3);
      }
      if (level > 0) {
        conv(up + ".upsamplers.0.conv", own, own, 3);
      }
    }
    for (String side : List.of("encoder", "decoder")) {
      String mid = side + ".mid_block";
      resnet(mid + ".resnets.0", channels[last], channels[last], 0);
      resnet(mid + ".resnets.1", channels[last], channels[last], 0);
      norm(mid + ".attentions.0.group_norm", channels[last]);
      for (String name : List.of("to_q", "to_k", "to_v", "to_out.0")) {
        linear(mid + ".attentions.0." + name, channels[last], channels[last]);
      }
      norm(side + ".conv_norm_out", side.equals("encoder") ? channels[last] : channels[0]);
    }
    conv("encoder.conv_out", channels[last], 8, 3);
    conv("decoder.conv_out", channels[0], 3, 3);
    conv("quant_conv", 8, 8, 1);
    conv("post_quant_conv", 4, 4, 1);
    Map<String, Object> config = new TreeMap<>();
    config.put("_class_name", "AutoencoderKL");
    config.put("block_out_channels", channels);
    config.put("down_block_types", repeated("DownEncoderBlock2D"));
    config.put("up_block_types", repeated("UpDecoderBlock2D"));
    config.put("layers_per_block", sizes.layers());
    config.put("norm_num_groups", sizes.vaeGroups());
    config.put("latent_channels", 4);
    config.put("in_channels", 3);
    config.put("out_channels", 3);
    config.put("scaling_factor", sizes.scaling());
    finish(directory, "diffusion_pytorch_model", config);
  }

  private void unet(Path directory) throws IOException {
    encoder();
    int[] channels = sizes.unet();
    int last = channels.length - 1;
    List<String> types = new ArrayList<>();
    for (int level = last; level >= 0; level--) {
      String up = "up_blocks." + (last - level);
      int own = channels[level];
      for (int i = 0; i <= sizes.layers(); i++) {
        int below = i == 0 ? channels[Math.min(last, level + 1)] : own;
        int skipped = i == sizes.layers() ? channels[Math.max(0, level - 1)] : own;
        resnet(up + ".resnets." + i, below + skipped, own, time());
        if (sizes.attended()[level]) {
          transformer(up + ".attentions." + i, own);
        }
      }
      if (level > 0) {
        conv(up + ".upsamplers.0.conv", own, own, 3);
      }
      types.add(sizes.attended()[level] ? "CrossAttnUpBlock2D" : "UpBlock2D");
    }
    norm("conv_norm_out", channels[0]);
    conv("conv_out", channels[0], 4, 3);
    Map<String, Object> config = encoderConfig("UNet2DConditionModel");
    config.put("out_channels", 4);
    config.put("up_block_types", types);
    finish(directory, "diffusion_pytorch_model", config);
  }

  private void controlNet(Path directory) throws IOException {
    encoder();
    int[] condition = sizes.condition();
    int[] channels = sizes.unet();
    int last = channels.length - 1;
    String embedding = "controlnet_cond_embedding";
    conv(embedding + ".conv_in", 3, condition[0], 3);
    for (int i = 0; i + 1 < condition.length; i++) {
      conv(embedding + ".blocks." + 2 * i, condition[i], condition[i], 3);
      conv(embedding + ".blocks." + (2 * i + 1), condition[i], condition[i + 1], 3);
    }
    conv(embedding + ".conv_out", condition[condition.length - 1], channels[0], 3);
    int blocks = 0;
    zeroConv(blocks++, channels[0]);
    for (int level = 0; level <= last; level++) {
      int each = sizes.layers() + (level < last ? 1 : 0);
      for (int i = 0; i < each; i++) {
        zeroConv(blocks++, channels[level]);
      }
    }
    conv("controlnet_mid_block", channels[last], channels[last], 1);
    Map<String, Object> config = encoderConfig("ControlNetModel");
    config.put("conditioning_embedding_out_channels", condition);
    finish(directory, "diffusion_pytorch_model", config);
  }

  private void zeroConv(int block, int channels) {
    conv("controlnet_down_blocks." + block, channels, channels, 1);
  }

  /** What UNet and ControlNet have in common. */
  private void encoder() {
    int[] channels = sizes.unet();
    conv("conv_in", 4, channels[0], 3);
    linear("time_embedding.linear_1", channels[0], time());
    linear("time_embedding.linear_2", time(), time());
    int last = channels.length - 1;
    for (int level = 0; level <= last; level++) {
      String down = "down_blocks." + level;
      int own = channels[level];
      for (int i = 0; i < sizes.layers(); i++) {
        resnet(
            down + ".resnets." + i, i == 0 ? channels[Math.max(0, level - 1)] : own, own, time());
        if (sizes.attended()[level]) {
          transformer(down + ".attentions." + i, own);
        }
      }
      if (level < last) {
        conv(down + ".downsamplers.0.conv", own, own, 3);
      }
    }
    resnet("mid_block.resnets.0", channels[last], channels[last], time());
    resnet("mid_block.resnets.1", channels[last], channels[last], time());
    transformer("mid_block.attentions.0", channels[last]);
  }

  private Map<String, Object> encoderConfig(String name) {
    List<String> types = new ArrayList<>();
    for (boolean attends : sizes.attended()) {
      types.add(attends ? "CrossAttnDownBlock2D" : "DownBlock2D");
    }
    Map<String, Object> config = new TreeMap<>();
    config.put("_class_name", name);
    config.put("in_channels", 4);
    config.put("layers_per_block", sizes.layers());
    config.put("block_out_channels", sizes.unet());
    config.put("down_block_types", types);
    config.put("cross_attention_dim", sizes.text());
    config.put("attention_head_dim", sizes.heads());
    config.put("norm_num_groups", sizes.unetGroups());
    return config;
  }

  /** Width of the embedding of timesteps. */
  private int time() {
    return 4 * sizes.unet()[0];
  }

  private void resnet(String name, int in, int out, int time) {
    norm(name + ".norm1", in);
    conv(name + ".conv1", in, out, 3);
    if (time > 0) {
      linear(name + ".time_emb_proj", time, out);
    }
    norm(name + ".norm2", out);
    conv(name + ".conv2", out, out, 3);
    if (in != out) {
      conv(name + ".conv_shortcut", in, out, 1);
    }
  }

  private void transformer(String name, int channels) {
    norm(name + ".norm", channels);
    conv(name + ".proj_in", channels, channels, 1);
    conv(name + ".proj_out", channels, channels, 1);
    String block = name + ".transformer_blocks.0";
    for (int i = 1; i <= 3; i++) {
      norm(block + ".norm" + i, channels);
    }
    for (int i = 1; i <= 2; i++) {
      int context = i == 1 ? channels : sizes.text();
      put(block + ".attn" + i + ".to_q.weight", channels, channels);
      put(block + ".attn" + i + ".to_k.weight", channels, context);
      put(block + ".attn" + i + ".to_v.weight", channels, context);
      linear(block + ".attn" + i + ".to_out.0", channels, channels);
    }
    linear(block + ".ff.net.0.proj", channels, 8 * channels);
    linear(block + ".ff.net.2", 4 * channels, channels);
  }

  private void conv(String name, int in, int out, int kernel) {
    put(name + ".weight", out, in, kernel, kernel);
    arrays.put(name + ".bias", stored(new float[out], out));
  }

  private void linear(String name, int in, int out) {
    put(name + ".weight", out, in);
    arrays.put(name + ".bias", stored(new float[out], out));
  }

  private void norm(String name, int channels) {
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    arrays.put(name + ".weight", stored(ones, channels));
    arrays.put(name + ".bias", stored(new float[channels], channels));
  }

  /** Normal numbers that keep the variance of what they are multiplied with. */
  private void put(String name, long... shape) {
    int inputs = 1;
    for (int i = 1; i < shape.length; i++) {
      inputs *= Math.toIntExact(shape[i]);
    }
    float[] values = new float[Math.toIntExact(shape[0]) * inputs];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
    }
    arrays.put(name, stored(values, shape));
  }

  private NamedArray stored(float[] values, long... shape) {
    return sizes.half() ? NamedArray.float16(values, shape) : NamedArray.float32(values, shape);
  }

  private void finish(Path directory, String stem, Map<String, ?> config) throws IOException {
    json(directory.resolve("config.json"), config);
    SafetensorsWriter.write(
        directory.resolve(stem + ".safetensors"), arrays, Map.of("format", "pt"));
    arrays = new HashMap<>();
  }

  private List<String> repeated(String type) {
    return Collections.nCopies(sizes.vae().length, type);
  }

  private static void json(Path file, Map<String, ?> content) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, new Gson().toJson(content));
  }
}

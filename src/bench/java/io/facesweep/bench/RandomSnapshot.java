package io.facesweep.bench;

import com.google.gson.Gson;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Writes a snapshot of the demo checkpoint's sizes with random weights: images of 64 x 64, a VAE of
 * factor 4 (16, 32, 64), a UNet (48, 96, 128), a ControlNet, a text encoder of two layers.
 */
final class RandomSnapshot {
  private static final int[] VAE = {16, 32, 64};
  private static final int[] UNET = {48, 96, 128};
  private static final int TIME = 4 * UNET[0];
  private static final int TEXT = 96;
  private static final int POSITIONS = 77;

  private final Random random = new Random(1);
  private Map<String, NamedArray> arrays = new HashMap<>();

  private RandomSnapshot() {}

  /**
   * @param directory to write {@code model/} and {@code controlnet/} to
   * @param tokenizer directory with a CLIP tokenizer
   * @param vocabulary ids of the tokenizer, and more
   */
  static void write(Path directory, Path tokenizer, int vocabulary) throws IOException {
    Path model = directory.resolve("model");
    Files.createDirectories(model.resolve("tokenizer"));
    try (var files = Files.list(tokenizer)) {
      for (Path file : files.toList()) {
        Files.copy(file, model.resolve("tokenizer").resolve(file.getFileName()));
      }
    }
    json(model.resolve("model_index.json"), Map.of("_class_name", "StableDiffusionPipeline"));
    json(
        model.resolve("scheduler/scheduler_config.json"),
        Map.of(
            "_class_name", "DDIMScheduler",
            "beta_start", 0.00085,
            "beta_end", 0.012,
            "beta_schedule", "scaled_linear",
            "prediction_type", "v_prediction"));
    RandomSnapshot snapshot = new RandomSnapshot();
    snapshot.text(model.resolve("text_encoder"), vocabulary);
    snapshot.vae(model.resolve("vae"));
    snapshot.unet(model.resolve("unet"));
    snapshot.controlNet(directory.resolve("controlnet"));
  }

  private void text(Path directory, int vocabulary) throws IOException {
    put("text_model.embeddings.token_embedding.weight", vocabulary, TEXT);
    put("text_model.embeddings.position_embedding.weight", POSITIONS, TEXT);
    for (int i = 0; i < 2; i++) {
      String layer = "text_model.encoder.layers." + i;
      norm(layer + ".layer_norm1", TEXT);
      norm(layer + ".layer_norm2", TEXT);
      for (String name : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
        linear(layer + ".self_attn." + name, TEXT, TEXT);
      }
      linear(layer + ".mlp.fc1", TEXT, 4 * TEXT);
      linear(layer + ".mlp.fc2", 4 * TEXT, TEXT);
    }
    norm("text_model.final_layer_norm", TEXT);
    finish(
        directory,
        "model",
        Map.of(
            "model_type", "clip_text_model",
            "hidden_act", "gelu",
            "hidden_size", TEXT,
            "intermediate_size", 4 * TEXT,
            "num_attention_heads", 4,
            "num_hidden_layers", 2,
            "vocab_size", vocabulary));
  }

  private void vae(Path directory) throws IOException {
    int last = VAE.length - 1;
    conv("encoder.conv_in", 3, VAE[0], 3);
    conv("decoder.conv_in", 4, VAE[last], 3);
    for (int level = 0; level <= last; level++) {
      String down = "encoder.down_blocks." + level;
      String up = "decoder.up_blocks." + (last - level);
      resnet(down + ".resnets.0", VAE[Math.max(0, level - 1)], VAE[level], 0);
      resnet(up + ".resnets.0", VAE[Math.min(last, level + 1)], VAE[level], 0);
      resnet(up + ".resnets.1", VAE[level], VAE[level], 0);
      if (level < last) {
        conv(down + ".downsamplers.0.conv", VAE[level], VAE[level], 3);
      }
      if (level > 0) {
        conv(up + ".upsamplers.0.conv", VAE[level], VAE[level], 3);
      }
    }
    for (String side : List.of("encoder", "decoder")) {
      String mid = side + ".mid_block";
      resnet(mid + ".resnets.0", VAE[last], VAE[last], 0);
      resnet(mid + ".resnets.1", VAE[last], VAE[last], 0);
      norm(mid + ".attentions.0.group_norm", VAE[last]);
      for (String name : List.of("to_q", "to_k", "to_v", "to_out.0")) {
        linear(mid + ".attentions.0." + name, VAE[last], VAE[last]);
      }
      norm(side + ".conv_norm_out", side.equals("encoder") ? VAE[last] : VAE[0]);
    }
    conv("encoder.conv_out", VAE[last], 8, 3);
    conv("decoder.conv_out", VAE[0], 3, 3);
    conv("quant_conv", 8, 8, 1);
    conv("post_quant_conv", 4, 4, 1);
    Map<String, Object> config = new TreeMap<>();
    config.put("_class_name", "AutoencoderKL");
    config.put("block_out_channels", VAE);
    config.put("down_block_types", repeated("DownEncoderBlock2D"));
    config.put("up_block_types", repeated("UpDecoderBlock2D"));
    config.put("layers_per_block", 1);
    config.put("norm_num_groups", 8);
    config.put("latent_channels", 4);
    config.put("in_channels", 3);
    config.put("out_channels", 3);
    config.put("scaling_factor", 1.0);
    finish(directory, "diffusion_pytorch_model", config);
  }

  private void unet(Path directory) throws IOException {
    encoder();
    int last = UNET.length - 1;
    for (int level = last; level >= 0; level--) {
      String up = "up_blocks." + (last - level);
      int below = UNET[Math.min(last, level + 1)];
      resnet(up + ".resnets.0", below + UNET[level], UNET[level], TIME);
      resnet(up + ".resnets.1", UNET[level] + UNET[Math.max(0, level - 1)], UNET[level], TIME);
      for (int i = 0; i < 2 && level > 0; i++) {
        transformer(up + ".attentions." + i, UNET[level]);
      }
      if (level > 0) {
        conv(up + ".upsamplers.0.conv", UNET[level], UNET[level], 3);
      }
    }
    norm("conv_norm_out", UNET[0]);
    conv("conv_out", UNET[0], 4, 3);
    Map<String, Object> config = encoderConfig("UNet2DConditionModel");
    config.put("out_channels", 4);
    config.put(
        "up_block_types", List.of("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"));
    finish(directory, "diffusion_pytorch_model", config);
  }

  private void controlNet(Path directory) throws IOException {
    encoder();
    String embedding = "controlnet_cond_embedding";
    conv(embedding + ".conv_in", 3, VAE[0], 3);
    for (int i = 0; i + 1 < VAE.length; i++) {
      conv(embedding + ".blocks." + 2 * i, VAE[i], VAE[i], 3);
      conv(embedding + ".blocks." + (2 * i + 1), VAE[i], VAE[i + 1], 3);
    }
    conv(embedding + ".conv_out", VAE[VAE.length - 1], UNET[0], 3);
    int[] widths = {UNET[0], UNET[0], UNET[0], UNET[1], UNET[1], UNET[2]};
    for (int i = 0; i < widths.length; i++) {
      conv("controlnet_down_blocks." + i, widths[i], widths[i], 1);
    }
    conv("controlnet_mid_block", UNET[2], UNET[2], 1);
    Map<String, Object> config = encoderConfig("ControlNetModel");
    config.put("conditioning_embedding_out_channels", VAE);
    finish(directory, "diffusion_pytorch_model", config);
  }

  /** What UNet and ControlNet have in common. */
  private void encoder() {
    conv("conv_in", 4, UNET[0], 3);
    linear("time_embedding.linear_1", UNET[0], TIME);
    linear("time_embedding.linear_2", TIME, TIME);
    int last = UNET.length - 1;
    for (int level = 0; level <= last; level++) {
      String down = "down_blocks." + level;
      resnet(down + ".resnets.0", UNET[Math.max(0, level - 1)], UNET[level], TIME);
      if (level > 0) {
        transformer(down + ".attentions.0", UNET[level]);
      }
      if (level < last) {
        conv(down + ".downsamplers.0.conv", UNET[level], UNET[level], 3);
      }
    }
    resnet("mid_block.resnets.0", UNET[last], UNET[last], TIME);
    resnet("mid_block.resnets.1", UNET[last], UNET[last], TIME);
    transformer("mid_block.attentions.0", UNET[last]);
  }

  private static Map<String, Object> encoderConfig(String name) {
    Map<String, Object> config = new TreeMap<>();
    config.put("_class_name", name);
    config.put("in_channels", 4);
    config.put("layers_per_block", 1);
    config.put("block_out_channels", UNET);
    config.put(
        "down_block_types", List.of("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"));
    config.put("cross_attention_dim", TEXT);
    config.put("attention_head_dim", 4);
    config.put("norm_num_groups", 16);
    return config;
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
      int context = i == 1 ? channels : TEXT;
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
    arrays.put(name + ".bias", NamedArray.float32(new float[out], out));
  }

  private void linear(String name, int in, int out) {
    put(name + ".weight", out, in);
    arrays.put(name + ".bias", NamedArray.float32(new float[out], out));
  }

  private void norm(String name, int channels) {
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    arrays.put(name + ".weight", NamedArray.float32(ones, channels));
    arrays.put(name + ".bias", NamedArray.float32(new float[channels], channels));
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
    arrays.put(name, NamedArray.float32(values, shape));
  }

  private void finish(Path directory, String stem, Map<String, ?> config) throws IOException {
    json(directory.resolve("config.json"), config);
    SafetensorsWriter.write(
        directory.resolve(stem + ".safetensors"), arrays, Map.of("format", "pt"));
    arrays = new HashMap<>();
  }

  private static List<String> repeated(String type) {
    return Collections.nCopies(VAE.length, type);
  }

  private static void json(Path file, Map<String, ?> content) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, new Gson().toJson(content));
  }
}

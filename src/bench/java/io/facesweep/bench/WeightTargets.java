package io.facesweep.bench;

import io.facesweep.UserException;
import io.facesweep.bench.FuzzReaders.Kind;
import io.facesweep.diffusion.ClipTokenizer;
import io.facesweep.diffusion.ModelFile;
import io.facesweep.weights.CheckpointFiles;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsFile;
import io.facesweep.weights.SafetensorsWriter;
import io.facesweep.weights.StoredTensor;
import io.facesweep.weights.WeightFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Safetensors files, shard indices and configurations of checkpoints. */
final class WeightTargets {
  /** Buffers, decoders, an exception's stack trace. */
  private static final long ALLOWANCE = 512 << 10;

  /**
   * A JSON element of two bytes becomes a node of a tree; a decoded tensor is up to four times as
   * wide as stored.
   */
  private static final long BYTES_PER_BYTE = 100;

  /** Asking each value ten questions makes up to ten exceptions with their stack traces. */
  private static final long QUESTIONS = 4 << 20;

  private static final List<byte[]> CONFIGS =
      List.of(
          bytes(
              """
              {"_class_name": "UNet2DConditionModel", "act_fn": "silu", "attention_head_dim": [5, 10, 20, 20],
               "block_out_channels": [320, 640, 1280, 1280], "center_input_sample": false, "norm_eps": 1e-05,
               "mid_block_type": null, "sample_size": 64, "use_linear_projection": true}"""),
          bytes(
              """
              {"bos_token": {"__type": "AddedToken", "content": "<|startoftext|>", "lstrip": false},
               "pad_token": "\\u0021", "model_max_length": 77, "deep": {"a": {"b": [[1, 2], {"c": null}]}}}"""));

  private static final List<byte[]> TOKENIZERS =
      List.of(
          tokenizer("[\"a b</w>\", \"o l\"]"), tokenizer("[[\"a\", \"b</w>\"], [\"o\", \"l\"]]"));

  private static final byte[] INDEX =
      bytes(
          "{\"metadata\":{\"total_size\":24},\"weight_map\":{\"a\":\"s-1.safetensors\",\"b\":\"s-1.safetensors\",\"c\":\"s-2.safetensors\"}}");

  private WeightTargets() {}

  static List<FuzzTarget> in(Path directory, SplittableRandom random) throws IOException {
    ByteMutator mutator = new ByteMutator(random);
    List<byte[]> tensors = List.of(smallTensors(directory), noTensors(directory));
    Files.write(directory.resolve("s-1.safetensors"), tensors.get(0));
    Files.write(directory.resolve("s-2.safetensors"), tensors.get(1));
    List<byte[]> singles = singleFiles(directory);
    List<byte[]> loras = loras(directory);
    List<byte[]> embeddings =
        List.of(
            zeros(directory, Map.of("emb_params", new long[] {2, 3})),
            zeros(directory, Map.of("<x>", new long[] {4})));
    return List.of(
        new FileTarget(
            Kind.SAFETENSORS,
            directory.resolve("x.safetensors"),
            () -> mutator.safetensors(tensors.get(random.nextInt(tensors.size()))),
            WeightTargets::readAll,
            ALLOWANCE,
            BYTES_PER_BYTE),
        new FileTarget(
            Kind.CONFIG,
            directory.resolve("config.json"),
            () -> mutator.json(CONFIGS.get(random.nextInt(CONFIGS.size()))),
            JsonConfig::read,
            ALLOWANCE,
            BYTES_PER_BYTE),
        new FileTarget(
            Kind.CONFIG_VALUES,
            directory.resolve("values.json"),
            () -> mutator.json(CONFIGS.get(random.nextInt(CONFIGS.size()))),
            file -> readAllKeys(JsonConfig.read(file)),
            QUESTIONS,
            BYTES_PER_BYTE),
        new FileTarget(
            Kind.SHARD_INDEX,
            directory.resolve("model.safetensors.index.json"),
            () -> mutator.json(INDEX),
            file -> CheckpointFiles.locate(directory, "model"),
            2 * ALLOWANCE,
            BYTES_PER_BYTE),
        new FileTarget(
            Kind.TORCH,
            directory.resolve("x.bin"),
            () -> {
              byte[] pickle = TorchSeeds.PICKLES.get(random.nextInt(TorchSeeds.PICKLES.size()));
              return random.nextInt(3) == 0
                  ? mutator.json(TorchSeeds.archive(pickle))
                  : TorchSeeds.archive(mutator.json(pickle));
            },
            WeightTargets::readWeights,
            ALLOWANCE,
            BYTES_PER_BYTE),
        new FileTarget(
            Kind.SINGLE_FILE,
            directory.resolve("single.safetensors"),
            () -> mutator.safetensors(singles.get(random.nextInt(singles.size()))),
            ModelFile::description,
            QUESTIONS,
            BYTES_PER_BYTE),
        new FileTarget(
            Kind.LORA,
            directory.resolve("lora.safetensors"),
            () -> mutator.safetensors(loras.get(random.nextInt(loras.size()))),
            ModelFile::description,
            QUESTIONS,
            BYTES_PER_BYTE),
        new FileTarget(
            Kind.EMBEDDING,
            directory.resolve("embedding.pt"),
            () -> {
              if (random.nextBoolean()) {
                return mutator.safetensors(embeddings.get(random.nextInt(embeddings.size())));
              }
              List<byte[]> pickles = TorchSeeds.EMBEDDINGS;
              byte[] pickle = pickles.get(random.nextInt(pickles.size()));
              return TorchSeeds.archive(mutator.json(pickle));
            },
            ModelFile::description,
            QUESTIONS,
            BYTES_PER_BYTE),
        new FileTarget(
            Kind.TOKENIZER,
            Files.createDirectories(directory.resolve("tokenizer")).resolve("tokenizer.json"),
            () -> mutator.json(TOKENIZERS.get(random.nextInt(TOKENIZERS.size()))),
            file -> ClipTokenizer.open(file.resolveSibling("")).encode("An old man's face, ab1!"),
            QUESTIONS,
            BYTES_PER_BYTE));
  }

  private static void readWeights(Path path) {
    for (StoredTensor tensor : WeightFile.open(path).tensors().values()) {
      if (tensor.type().isFloating()) {
        tensor.floats();
      }
    }
  }

  /** A UNet of two levels with its text encoder and VAE, a bare ControlNet, and a VAE. */
  private static List<byte[]> singleFiles(Path directory) throws IOException {
    Map<String, long[]> unet = new LinkedHashMap<>();
    unet.put("input_blocks.0.0.weight", new long[] {2, 4, 3, 3});
    unet.put("input_blocks.1.0.out_layers.3.weight", new long[] {2, 2, 3, 3});
    unet.put("input_blocks.1.1.proj_in.weight", new long[] {2, 2});
    unet.put("input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight", new long[] {2, 3});
    unet.put("input_blocks.2.0.op.weight", new long[] {2, 2, 3, 3});
    unet.put("input_blocks.3.0.out_layers.3.weight", new long[] {4, 2, 3, 3});
    unet.put("output_blocks.3.2.conv.weight", new long[] {2, 2, 3, 3});
    unet.put("out.2.weight", new long[] {4, 2, 3, 3});
    Map<String, long[]> vae = new LinkedHashMap<>();
    vae.put("encoder.conv_in.weight", new long[] {2, 3, 3, 3});
    vae.put("encoder.down.0.block.0.conv1.weight", new long[] {2, 2, 3, 3});
    vae.put("decoder.conv_in.weight", new long[] {2, 4, 3, 3});
    vae.put("decoder.up.0.block.0.conv1.weight", new long[] {2, 2, 3, 3});
    vae.put("decoder.conv_out.weight", new long[] {3, 2, 3, 3});
    Map<String, long[]> text = new LinkedHashMap<>();
    text.put("token_embedding.weight", new long[] {5, 3});
    text.put("positional_embedding", new long[] {7, 3});
    text.put("text_projection", new long[] {3, 3});
    for (int block = 0; block < 2; block++) {
      text.put("transformer.resblocks." + block + ".attn.in_proj_weight", new long[] {9, 3});
      text.put("transformer.resblocks." + block + ".mlp.c_fc.weight", new long[] {6, 3});
    }
    Map<String, long[]> hint = new LinkedHashMap<>(unet);
    for (int place = 0; place <= 14; place += 2) {
      hint.put("input_hint_block." + place + ".weight", new long[] {2, 3, 3, 3});
    }
    Map<String, long[]> whole = new LinkedHashMap<>();
    unet.forEach((name, shape) -> whole.put("model.diffusion_model." + name, shape));
    vae.forEach((name, shape) -> whole.put("first_stage_model." + name, shape));
    text.forEach((name, shape) -> whole.put("cond_stage_model.model." + name, shape));
    return List.of(zeros(directory, whole), zeros(directory, hint), zeros(directory, vae));
  }

  private static List<byte[]> loras(Path directory) throws IOException {
    Map<String, long[]> kohya = new LinkedHashMap<>();
    kohya.put("lora_unet_conv_in.lora_down.weight", new long[] {1, 4, 3, 3});
    kohya.put("lora_unet_conv_in.lora_up.weight", new long[] {2, 1, 1, 1});
    kohya.put("lora_unet_conv_in.alpha", new long[0]);
    kohya.put("lora_te_text_model_encoder_layers_0_mlp_fc1.lora_down.weight", new long[] {1, 3});
    kohya.put("lora_te_text_model_encoder_layers_0_mlp_fc1.lora_up.weight", new long[] {6, 1});
    Map<String, long[]> peft = new LinkedHashMap<>();
    peft.put("unet.a.to_q.lora_A.weight", new long[] {1, 3});
    peft.put("unet.a.to_q.lora_B.weight", new long[] {3, 1});
    peft.put("unet.a.attn1.processor.to_out_lora.down.weight", new long[] {1, 3});
    peft.put("unet.a.attn1.processor.to_out_lora.up.weight", new long[] {3, 1});
    Map<String, long[]> bare = new LinkedHashMap<>();
    bare.put("base_model.model.mid_block.a.to_q.lora_A.weight", new long[] {1, 3});
    bare.put("base_model.model.mid_block.a.to_q.lora_B.weight", new long[] {3, 1});
    bare.put("lora_unet_input_blocks_1_1_proj_in.lora_down.weight", new long[] {1, 3});
    bare.put("lora_unet_input_blocks_1_1_proj_in.lora_up.weight", new long[] {3, 1});
    return List.of(zeros(directory, kohya), zeros(directory, peft), zeros(directory, bare));
  }

  private static byte[] zeros(Path directory, Map<String, long[]> shapes) throws IOException {
    Map<String, NamedArray> arrays = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          int elements = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
          arrays.put(name, NamedArray.float32(new float[elements], shape));
        });
    Path file = directory.resolve("seed.safetensors");
    SafetensorsWriter.write(
        file,
        arrays,
        Map.of(
            "lora_adapter_metadata",
            "{\"unet.lora_alpha\": 3, \"unet.alpha_pattern\": {\"to_q\": 2, \"^mid_block.a.to_q\": 1}}"));
    return Files.readAllBytes(file);
  }

  private static void readAll(Path path) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      for (SafetensorsFile.Entry entry : file.entries()) {
        if (entry.type().isFloating()) {
          file.floats(entry.name());
        } else {
          file.longs(entry.name());
        }
      }
    }
  }

  /** Asks every key for every type: each must answer or refuse. */
  private static void readAllKeys(JsonConfig config) {
    int refused = 0;
    for (String key : config.keys()) {
      List<Runnable> accessors =
          List.of(
              () -> config.integer(key),
              () -> config.positive(key, 1),
              () -> config.number(key),
              () -> config.text(key),
              () -> config.flag(key),
              () -> config.integers(key),
              () -> config.integers(key, 4),
              () -> config.numbers(key),
              () -> config.strings(key),
              () -> readAllKeys(config.section(key)));
      for (Runnable accessor : accessors) {
        try {
          accessor.run();
        } catch (UserException e) {
          refused++;
        }
      }
    }
    if (refused > 10 * config.keys().size()) {
      throw new IllegalStateException("More refusals than questions");
    }
  }

  private static byte[] smallTensors(Path directory) throws IOException {
    Path file = directory.resolve("seed.safetensors");
    SafetensorsWriter.write(
        file,
        Map.of(
            "a", NamedArray.float32(new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
            "b", NamedArray.float16(new float[] {1, 2, 3}, 3, 1),
            "c.weight", NamedArray.int64(new long[] {1, 2}, 2),
            "d", NamedArray.int32(new int[] {5}, new long[0])),
        Map.of("format", "pt"));
    return Files.readAllBytes(file);
  }

  private static byte[] noTensors(Path directory) throws IOException {
    Path file = directory.resolve("seed.safetensors");
    SafetensorsWriter.write(file, Map.of("c", NamedArray.float32(new float[0], 0, 4)), Map.of());
    return Files.readAllBytes(file);
  }

  private static byte[] tokenizer(String merges) {
    return bytes(
        """
        {"added_tokens": [{"id": 7, "content": "<|startoftext|>", "normalized": true},
           {"id": 8, "content": "<|endoftext|>", "normalized": false}],
         "padding": {"pad_token": "a"},
         "normalizer": {"type": "Sequence",
           "normalizers": [{"type": "NFC"}, {"type": "Replace"}, {"type": "Lowercase"}]},
         "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
           {"type": "Split", "pattern": {"Regex": "'s|'t|'re|'ve|'m|'ll|'d|[\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"}},
           {"type": "ByteLevel"}]},
         "model": {"type": "BPE", "unk_token": "<|endoftext|>", "end_of_word_suffix": "</w>",
           "vocab": {"a": 0, "b</w>": 1, "ab</w>": 2, "o": 3, "l": 4, "ol": 5, "!</w>": 6},
           "merges": %s}}"""
            .formatted(merges));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

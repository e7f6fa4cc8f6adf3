package io.facesweep.bench;

import io.facesweep.UserException;
import io.facesweep.bench.FuzzReaders.Kind;
import io.facesweep.diffusion.ClipTokenizer;
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
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Files of weights, shard indices, configurations and tokenizers of checkpoints. */
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

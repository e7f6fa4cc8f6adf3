package io.facesweep.bench;

import io.facesweep.bench.FuzzReaders.Kind;
import io.facesweep.diffusion.ModelFile;
import io.facesweep.diffusion.ModelFolder;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Checkpoints of one file, LoRAs and embeddings, as safetensors and as torch.save writes them. */
final class AdapterTargets {
  /** Names that are asked for one after the other, and an exception's stack trace. */
  private static final long ALLOWANCE = 4 << 20;

  private static final long BYTES_PER_BYTE = 100;

  /** As diffusers writes it into the metadata of a file. */
  private static final Map<String, String> METADATA =
      Map.of(
          "lora_adapter_metadata",
          "{\"unet.lora_alpha\": 3, \"unet.alpha_pattern\": {\"to_q\": 2, \"^mid_block.a.to_q\": 1}}");

  private static final String PEFT =
      """
      {"peft_type": "LORA", "lora_alpha": 3, "r": 1, "use_dora": false, "use_rslora": true,
       "alpha_pattern": {"to_q": 2, "^mid_block\\\\.a\\\\.to_q$": 1}, "target_modules": ["to_q"]}""";

  private final Path directory;
  private final SplittableRandom random;
  private final ByteMutator bytes;
  private final FieldMutator fields;

  private AdapterTargets(Path directory, SplittableRandom random) {
    this.directory = directory;
    this.random = random;
    this.bytes = new ByteMutator(random);
    this.fields = new FieldMutator(random);
  }

  static List<FuzzTarget> in(Path directory, SplittableRandom random) throws IOException {
    return new AdapterTargets(directory, random).targets();
  }

  private List<FuzzTarget> targets() throws IOException {
    List<Map<String, long[]>> singles = singleFiles();
    List<Map<String, long[]>> loras = List.of(kohya(), diffusers(), bare());
    List<Map<String, long[]>> embeddings =
        List.of(Map.of("emb_params", new long[] {2, 3}), Map.of("<x>", new long[] {4}));
    Path adapter = Files.createDirectories(directory.resolve("peft"));
    Files.write(adapter.resolve("adapter_model.safetensors"), zeros(bare()));
    return List.of(
        file(Kind.SINGLE_FILE, "single.safetensors", safetensors(singles)),
        file(Kind.CKPT, "single.ckpt", torch(singles.stream().map(TorchSeeds::pickle).toList())),
        file(Kind.LORA, "lora.safetensors", safetensors(loras)),
        file(Kind.TORCH_LORA, "lora.bin", torch(loras.stream().map(TorchSeeds::pickle).toList())),
        new FileTarget(
            Kind.PEFT,
            adapter.resolve("adapter_config.json"),
            () -> {
              byte[] whole = PEFT.getBytes(StandardCharsets.UTF_8);
              return random.nextInt(3) == 0 ? bytes.json(whole) : fields.jsonBytes(PEFT);
            },
            file -> ModelFolder.description(file.resolveSibling("")),
            ALLOWANCE,
            BYTES_PER_BYTE),
        file(Kind.EMBEDDING, "embedding.safetensors", safetensors(embeddings)),
        file(Kind.TORCH_EMBEDDING, "embedding.pt", torch(TorchSeeds.EMBEDDINGS)));
  }

  private FuzzTarget file(Kind kind, String name, Supplier<byte[]> inputs) {
    return new FileTarget(
        kind, directory.resolve(name), inputs, ModelFile::description, ALLOWANCE, BYTES_PER_BYTE);
  }

  private Supplier<byte[]> safetensors(List<Map<String, long[]>> shapes) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (Map<String, long[]> each : shapes) {
      seeds.add(zeros(each));
    }
    return () -> bytes.safetensors(seeds.get(random.nextInt(seeds.size())));
  }

  /** Mostly the pickle is damaged, in an archive that is whole. */
  private Supplier<byte[]> torch(List<byte[]> pickles) {
    return () -> {
      byte[] pickle = pickles.get(random.nextInt(pickles.size()));
      return switch (random.nextInt(4)) {
        case 0 -> bytes.json(TorchSeeds.archive(pickle));
        case 1 -> TorchSeeds.archive(fields.binary(pickle));
        default -> TorchSeeds.archive(bytes.json(pickle));
      };
    };
  }

  /** A UNet of two levels with its text encoder and VAE, a bare ControlNet, and a VAE. */
  private static List<Map<String, long[]>> singleFiles() {
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
    return List.of(whole, hint, vae);
  }

  private static Map<String, long[]> kohya() {
    Map<String, long[]> kohya = new LinkedHashMap<>();
    kohya.put("lora_unet_conv_in.lora_down.weight", new long[] {1, 4, 3, 3});
    kohya.put("lora_unet_conv_in.lora_up.weight", new long[] {2, 1, 1, 1});
    kohya.put("lora_unet_conv_in.alpha", new long[0]);
    kohya.put("lora_te_text_model_encoder_layers_0_mlp_fc1.lora_down.weight", new long[] {1, 3});
    kohya.put("lora_te_text_model_encoder_layers_0_mlp_fc1.lora_up.weight", new long[] {6, 1});
    return kohya;
  }

  private static Map<String, long[]> diffusers() {
    Map<String, long[]> names = new LinkedHashMap<>();
    names.put("unet.a.to_q.lora_A.weight", new long[] {1, 3});
    names.put("unet.a.to_q.lora_B.weight", new long[] {3, 1});
    names.put("unet.a.attn1.processor.to_out_lora.down.weight", new long[] {1, 3});
    names.put("unet.a.attn1.processor.to_out_lora.up.weight", new long[] {3, 1});
    return names;
  }

  /** As PEFT itself writes it, and the names of the original layout. */
  private static Map<String, long[]> bare() {
    Map<String, long[]> bare = new LinkedHashMap<>();
    bare.put("base_model.model.mid_block.a.to_q.lora_A.weight", new long[] {1, 3});
    bare.put("base_model.model.mid_block.a.to_q.lora_B.weight", new long[] {3, 1});
    bare.put("lora_unet_input_blocks_1_1_proj_in.lora_down.weight", new long[] {1, 3});
    bare.put("lora_unet_input_blocks_1_1_proj_in.lora_up.weight", new long[] {3, 1});
    return bare;
  }

  private byte[] zeros(Map<String, long[]> shapes) throws IOException {
    Map<String, NamedArray> arrays = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          int elements = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
          arrays.put(name, NamedArray.float32(new float[elements], shape));
        });
    Path file = directory.resolve("seed.safetensors");
    SafetensorsWriter.write(file, arrays, METADATA);
    return Files.readAllBytes(file);
  }
}

package io.facesweep.diffusion;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.StoredTensor;
import io.facesweep.weights.WeightFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of weights in the layout of Stable Diffusion's authors: a checkpoint of 1.x or 2.x with or
 * without its VAE, a VAE, or a ControlNet. Its nets are presented under diffusers' names; what
 * shapes do not say of their configurations comes from a table of the real ones, or from what the
 * caller knows.
 */
final class SingleFile {
  private static final String UNET = "model.diffusion_model.";
  private static final String VAE = "first_stage_model.";
  private static final String CLIP = "cond_stage_model.transformer.";
  private static final String OPEN_CLIP = "cond_stage_model.model.";

  /** The text encoder's name in files that were written by later code. */
  private static final String LATER_TEXT = "conditioner.embedders.0.";

  private static final String CONTROL = "control_model.";
  private static final List<String> VAE_PARTS =
      List.of("encoder.", "decoder.", "quant_conv.", "post_quant_conv.");
  private static final int WIDTH_OF_2 = 1024;

  /** What a file holds. */
  enum Content {
    CHECKPOINT,
    UNET,
    VAE,
    CONTROLNET,
    /** A net under diffusers' names, whose config.json lies elsewhere. */
    DIFFUSERS,
    LORA,
    EMBEDDING,
    OTHER
  }

  private final Path file;
  private final Map<String, StoredTensor> tensors;
  private final Fingerprint fingerprint;

  private SingleFile(Path file, Map<String, StoredTensor> tensors) {
    this.file = file;
    this.tensors = tensors;
    this.fingerprint = new Fingerprint(List.of(file));
  }

  /**
   * Reads what a file holds.
   *
   * @throws UserException when it is damaged, or of a family that is not supported
   */
  static SingleFile open(Path file) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    WeightFile.open(file)
        .tensors()
        .forEach(
            (name, tensor) ->
                tensors.put(
                    name.startsWith(LATER_TEXT)
                        ? "cond_stage_model." + name.substring(LATER_TEXT.length())
                        : name,
                    tensor));
    if (tensors.keySet().stream()
        .anyMatch(
            name ->
                name.startsWith("conditioner.embedders.1.")
                    || name.startsWith(UNET + "label_emb."))) {
      throw new UserException(
          "Cannot open %s: it is a checkpoint of Stable Diffusion XL (supported: 1.x and 2.x)"
              .formatted(file));
    }
    return new SingleFile(file, tensors);
  }

  Content content() {
    if (hasAny(UNET + "input_blocks.")) {
      return hasText() ? Content.CHECKPOINT : Content.UNET;
    } else if (hasAny(CONTROL + "input_hint_block.") || hasAny("input_hint_block.")) {
      return Content.CONTROLNET;
    } else if (hasAny("down_blocks.") || hasAny("encoder.down_blocks.")) {
      return Content.DIFFUSERS;
    } else if (hasVae() || hasAny("encoder.down.")) {
      return Content.VAE;
    }
    if (Lora.looksLikeOne(tensors.keySet())) {
      return Content.LORA;
    }
    return TextualInversion.looksLikeOne(tensors) ? Content.EMBEDDING : Content.OTHER;
  }

  Path file() {
    return file;
  }

  boolean hasText() {
    return hasAny(CLIP) || isOpenClip();
  }

  boolean hasVae() {
    return hasAny(VAE + "encoder.");
  }

  /** Whether it is a checkpoint of 2.x. */
  boolean isSecond() {
    return isOpenClip()
        || tensors.entrySet().stream()
            .filter(entry -> entry.getKey().endsWith("attn2.to_k.weight"))
            .anyMatch(
                entry ->
                    entry.getValue().shape().length == 2
                        && entry.getValue().shape()[1] == WIDTH_OF_2);
  }

  private boolean isOpenClip() {
    return tensors.containsKey(OPEN_CLIP + "token_embedding.weight");
  }

  private boolean hasAny(String prefix) {
    return tensors.keySet().stream().anyMatch(name -> name.startsWith(prefix));
  }

  private Map<String, StoredTensor> under(String prefix) {
    Map<String, StoredTensor> part = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), tensor);
          }
        });
    return part;
  }

  /** What the table says of a part of this file's family. */
  JsonConfig table(String part) {
    String name = isSecond() ? "sd2.json" : "sd1.json";
    try (InputStream in = SingleFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Cannot find resource " + name);
      }
      return JsonConfig.of(Path.of(name), in.readAllBytes()).section(part);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read resource " + name, e);
    }
  }

  /**
   * Its UNet.
   *
   * @param known its configuration; null to take what shapes and the table say
   */
  NetSource unet(@Nullable JsonConfig known, CheckpointSource.Copy copy) {
    Map<String, StoredTensor> plain = under(UNET);
    if (plain.isEmpty()) {
      throw new UserException(
          "Cannot open %s: it holds no UNet in the layout of Stable Diffusion 1.x or 2.x (%s)"
              .formatted(file, described()));
    }
    OriginalShapes shapes = new OriginalShapes(file, plain);
    int layers = shapes.unetLayers();
    Map<String, StoredTensor> named = new LinkedHashMap<>();
    plain.forEach(
        (name, tensor) ->
            named.put(
                OriginalNames.unet(name, layers),
                copy == CheckpointSource.Copy.PLAIN ? tensor : average(UNET + name)));
    JsonConfig config = known == null ? table("unet").with(shapes.unet(), file) : known;
    return NetSource.part(file, config, named, fingerprint);
  }

  private StoredTensor average(String plain) {
    StoredTensor tensor = tensors.get(OriginalNames.average(plain));
    if (tensor == null) {
      throw new UserException(
          "Cannot open %s: it holds no moving average of %s (expected %s; set models.weights = plain)"
              .formatted(file, plain, OriginalNames.average(plain)));
    }
    return tensor;
  }

  /** Its text encoder. */
  NetSource text(@Nullable JsonConfig known) {
    Map<String, StoredTensor> named = under(CLIP);
    if (isOpenClip()) {
      Map<String, StoredTensor> originals = under(OPEN_CLIP);
      named = OriginalNames.openClip(originals, Integer.MAX_VALUE);
      int blocks = new OriginalShapes(file, named).textLayers();
      // Original files hold the block after the last that is used, and what follows it.
      int used = originals.containsKey("text_projection") ? blocks - 1 : blocks;
      named =
          OriginalNames.openClip(
              originals, known == null ? used : known.positive("num_hidden_layers", used));
    }
    JsonConfig config =
        known == null
            ? table("text_encoder").with(new OriginalShapes(file, named).text(), file)
            : known;
    return NetSource.part(file, config, named, fingerprint);
  }

  /** Its VAE, in a checkpoint or alone. */
  NetSource vae(@Nullable JsonConfig known) {
    Map<String, StoredTensor> originals = hasVae() ? under(VAE) : tensors;
    if (content() == Content.DIFFUSERS) {
      return NetSource.part(file, beside(known), originals, fingerprint);
    }
    OriginalShapes shapes = new OriginalShapes(file, originals);
    int levels = shapes.vaeLevels();
    Map<String, StoredTensor> named = new LinkedHashMap<>();
    originals.forEach(
        (name, tensor) -> {
          if (VAE_PARTS.stream().anyMatch(name::startsWith)) {
            named.put(OriginalNames.vae(name, levels), tensor);
          }
        });
    JsonConfig config = known == null ? table("vae").with(shapes.vae(), file) : known;
    return NetSource.part(file, config, named, fingerprint);
  }

  /**
   * Its ControlNet.
   *
   * @param like settings of the UNet that it is for, whose heads and norms it shares; null to take
   *     those of the table
   */
  NetSource controlNet(@Nullable UNetSettings like) {
    if (content() == Content.DIFFUSERS) {
      return NetSource.part(file, beside(null), tensors, fingerprint);
    }
    if (content() != Content.CONTROLNET) {
      throw new UserException(
          "Cannot open %s: it is no ControlNet (%s)".formatted(file, described()));
    }
    Map<String, StoredTensor> originals = hasAny(CONTROL) ? under(CONTROL) : tensors;
    OriginalShapes shapes = new OriginalShapes(file, originals);
    int layers = shapes.unetLayers();
    Map<String, StoredTensor> named = new LinkedHashMap<>();
    originals.forEach((name, tensor) -> named.put(OriginalNames.unet(name, layers), tensor));
    JsonConfig config = table("controlnet").with(shapes.unet(), file).with(shapes.hint(), file);
    if (like != null) {
      config =
          config.with(
              Map.of(
                  "attention_head_dim", like.attentionHeads(),
                  "norm_num_groups", like.normNumGroups(),
                  "norm_eps", like.normEps()),
              file);
    }
    return NetSource.part(file, config, named, fingerprint);
  }

  /** The config.json that belongs to a file of diffusers. */
  private JsonConfig beside(@Nullable JsonConfig known) {
    Path config = file.resolveSibling("config.json");
    if (Files.exists(config) || known == null) {
      return JsonConfig.read(config);
    }
    return known;
  }

  /** What it is, for people. */
  String described() {
    return switch (content()) {
      case CHECKPOINT ->
          "it is a checkpoint of Stable Diffusion %s %s VAE"
              .formatted(isSecond() ? "2.x" : "1.x", hasVae() ? "with" : "without");
      case UNET -> "it holds a UNet of Stable Diffusion and no text encoder";
      case VAE -> "it is a VAE";
      case CONTROLNET -> "it is a ControlNet";
      case DIFFUSERS -> "it is a net as diffusers writes it, whose config.json belongs beside it";
      case LORA -> "it is a LoRA";
      case EMBEDDING -> "it is a textual inversion embedding";
      case OTHER ->
          "it holds %d tensors, first %s"
              .formatted(
                  tensors.size(),
                  tensors.keySet().stream().limit(3).map(ForeignText::quoted).toList());
    };
  }

  /** What its shapes say of its nets, a line each. */
  List<String> details() {
    List<String> lines = new ArrayList<>();
    switch (content()) {
      case CHECKPOINT -> {
        lines.add("unet          " + unet(null, CheckpointSource.Copy.PLAIN).config().json());
        lines.add("text encoder  " + text(null).config().json());
        if (hasVae()) {
          lines.add("vae           " + vae(null).config().json());
        }
        lines.add("average       " + (hasAverage() ? "there (models.weights = ema)" : "none"));
      }
      case UNET ->
          lines.add("unet          " + unet(null, CheckpointSource.Copy.PLAIN).config().json());
      case VAE -> lines.add("vae           " + vae(null).config().json());
      case CONTROLNET -> lines.add("controlnet    " + controlNet(null).config().json());
      case LORA -> lines.add("layers        " + Lora.open(new LoraFile(file, 1)).described());
      case EMBEDDING ->
          lines.add(
              "token         " + TextualInversion.open(new EmbeddingFile(file, null)).described());
      case DIFFUSERS, OTHER -> lines.add("tensors       " + tensors.size());
    }
    return lines;
  }

  private boolean hasAverage() {
    return hasAny(OriginalNames.average(UNET + "input_blocks.0.0.weight"));
  }
}

package io.facesweep.diffusion;

import io.facesweep.UserException;
import io.facesweep.weights.JsonConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What PEFT notes of the layers' alphas beside the weights: in a file's metadata, as diffusers
 * writes it, or in adapter_config.json. Ranks are those of the matrices.
 */
final class LoraAlphas {
  private static final String METADATA = "lora_adapter_metadata";
  private static final Pattern PREFIX =
      Pattern.compile("^(?:base_model\\.model\\.)?(?:unet\\.|text_encoder\\.)?");

  /** Names of layers. PEFT allows any pattern; a file's patterns are not run here. */
  private static final Pattern LITERAL = Pattern.compile("\\^?[\\w-]+(?:\\\\?\\.[\\w-]+)*\\$?");

  private final Map<LoraLayer.Part, Noted> noted = new EnumMap<>(LoraLayer.Part.class);

  /**
   * What is noted of a net.
   *
   * @param alpha of its layers; NaN for their rank
   * @param patterns alphas of some layers, by the ends of their names, or by "^" and whole names
   * @param isRankStabilized whether alpha is divided by the root of the rank (Kalajdzievski 2023,
   *     arXiv 2312.03732)
   */
  private record Noted(double alpha, Map<String, Double> patterns, boolean isRankStabilized) {}

  private LoraAlphas() {}

  /** What the metadata of a file says, which may be nothing. */
  static LoraAlphas ofMetadata(Path file, Map<String, String> metadata) {
    LoraAlphas alphas = new LoraAlphas();
    String text = metadata.get(METADATA);
    if (text != null) {
      JsonConfig json = JsonConfig.of(file, text.getBytes(StandardCharsets.UTF_8));
      for (LoraLayer.Part part : LoraLayer.Part.values()) {
        alphas.noted.put(part, noted(json, part.key() + "."));
      }
    }
    return alphas;
  }

  /**
   * What an adapter_config.json says.
   *
   * @throws UserException if it is of another kind than LoRA
   */
  static LoraAlphas ofConfig(JsonConfig config) {
    if (!config.text("peft_type", "LORA").equals("LORA")) {
      throw config.problem("peft_type", "LORA");
    } else if (config.flag("use_dora", false)) {
      throw config.problem("use_dora", "false");
    }
    LoraAlphas alphas = new LoraAlphas();
    for (LoraLayer.Part part : LoraLayer.Part.values()) {
      alphas.noted.put(part, noted(config, ""));
    }
    return alphas;
  }

  private static Noted noted(JsonConfig json, String prefix) {
    Map<String, Double> patterns = new LinkedHashMap<>();
    String key = prefix + "alpha_pattern";
    if (json.isSection(key)) {
      JsonConfig section = json.section(key);
      for (String pattern : section.keys()) {
        if (!LITERAL.matcher(pattern).matches()) {
          throw section.problem(pattern, "the name of a layer, or its end, as a key");
        }
        patterns.put(pattern.replace("\\.", ".").replaceFirst("\\$$", ""), section.number(pattern));
      }
    }
    return new Noted(
        json.number(prefix + "lora_alpha", Double.NaN),
        patterns,
        json.flag(prefix + "use_rslora", false));
  }

  /**
   * The alpha of a layer, which is divided by its rank; NaN where nothing is noted.
   *
   * @param name of the layer in the file, with dots
   */
  double of(LoraLayer.Part part, String name, long rank) {
    Noted found = noted.get(part);
    if (found == null) {
      return Double.NaN;
    }
    String layer = PREFIX.matcher(name).replaceFirst("");
    double alpha = found.alpha();
    for (Map.Entry<String, Double> pattern : found.patterns().entrySet()) {
      if (matches(pattern.getKey(), layer)) {
        alpha = pattern.getValue();
        break;
      }
    }
    return found.isRankStabilized() ? alpha * Math.sqrt(rank) : alpha;
  }

  private static boolean matches(String pattern, String layer) {
    return pattern.startsWith("^")
        ? layer.equals(pattern.substring(1))
        : layer.equals(pattern) || layer.endsWith("." + pattern);
  }
}

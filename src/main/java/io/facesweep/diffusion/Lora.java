package io.facesweep.diffusion;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import io.facesweep.tensor.Tensor;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.StoredTensor;
import io.facesweep.weights.TensorEdit;
import io.facesweep.weights.WeightFile;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A LoRA of a UNet and a text encoder, by the names of kohya's scripts, of PEFT, or of older
 * versions of diffusers. It is merged while a net is read: a layer's weight is changed as it is
 * taken. Names of layers are compared with their dots as underscores, since kohya's have no dots.
 */
final class Lora {
  private static final Pattern NAME =
      Pattern.compile(
          "(?<layer>.+?)(?:\\.lora_(?:(?<kohya>down|up)|(?<peft>A|B)(?:\\.default)?)\\.weight"
              + "|(?<alpha>\\.alpha)"
              + "|(?:\\.lora|\\.lora_linear_layer|(?<processor>_lora))\\.(?<old>down|up)\\.weight)");
  private static final List<String> OTHER_KINDS =
      List.of("hada_", "lokr_", "lora_mid", "dora_scale", "oft_", "lora_magnitude_vector");
  private static final Pattern UNET = Pattern.compile("lora_unet_|unet_|base_model_model_unet_");
  private static final Pattern TEXT = Pattern.compile("lora_te_|text_encoder_");
  private static final Pattern XL = Pattern.compile("lora_te1_|lora_te2_|text_encoder_2_");
  private static final String METADATA = "lora_adapter_metadata";
  private static final int MAX_LISTED = 8;

  private final LoraFile file;
  private final Map<String, LoraModule> unet = new LinkedHashMap<>();
  private final Map<String, LoraModule> text = new LinkedHashMap<>();
  private final Set<String> used = new LinkedHashSet<>();

  /** The matrices of a layer, as they are found. */
  private static final class Found {
    private @Nullable StoredTensor down;
    private @Nullable StoredTensor up;
    private double alpha = Double.NaN;
    private final String name;

    private Found(String name) {
      this.name = name;
    }
  }

  private Lora(LoraFile file) {
    this.file = file;
  }

  /** Whether names of tensors are those of a LoRA. */
  static boolean looksLikeOne(Collection<String> names) {
    return !names.isEmpty()
        && names.stream()
            .anyMatch(name -> NAME.matcher(name).matches() && !name.endsWith(".alpha"));
  }

  /**
   * Reads what a LoRA changes.
   *
   * @throws UserException if it is none, of another kind or for another base, naming why
   */
  static Lora open(LoraFile file) {
    WeightFile weights = WeightFile.open(file.path());
    Lora lora = new Lora(file);
    Map<String, Found> layers = new LinkedHashMap<>();
    for (Map.Entry<String, StoredTensor> entry : weights.tensors().entrySet()) {
      lora.collect(entry.getKey(), entry.getValue(), layers);
    }
    Map<String, Double> alphas = lora.alphas(weights.metadata());
    layers.forEach(
        (layer, found) -> {
          Matcher isUnet = UNET.matcher(layer);
          Matcher isText = TEXT.matcher(layer);
          double alpha =
              Double.isNaN(found.alpha)
                  ? alphas.getOrDefault(isUnet.lookingAt() ? "unet" : "text_encoder", Double.NaN)
                  : found.alpha;
          LoraModule module = LoraModule.of(found.name, file.path(), found.down, found.up, alpha);
          if (isUnet.lookingAt()) {
            lora.unet.put(layer.substring(isUnet.end()), module);
          } else if (isText.lookingAt()) {
            lora.text.put(withoutModel(layer.substring(isText.end())), module);
          } else {
            throw lora.refused(
                "'%s' is neither of a UNet nor of a text encoder"
                    .formatted(ForeignText.quoted(found.name)));
          }
        });
    if (layers.isEmpty()) {
      throw lora.refused("it holds no LoRA (%s)".formatted(first(weights.tensors().keySet())));
    }
    return lora;
  }

  private void collect(String name, StoredTensor tensor, Map<String, Found> layers) {
    if (OTHER_KINDS.stream().anyMatch(name::contains)) {
      throw refused(
          "'%s' is of LoHa, LoKr, DoRA or the like (supported: LoRA of linear and convolutional layers)"
              .formatted(ForeignText.quoted(name)));
    }
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      throw refused("'%s' is no part of a LoRA".formatted(ForeignText.quoted(name)));
    }
    String layer = parts.group("layer");
    if (parts.group("processor") != null) {
      layer = layer.replace(".processor.", ".");
      layer = layer.endsWith(".to_out") ? layer + ".0" : layer;
    }
    String key = layer.replace('.', '_');
    if (XL.matcher(key).lookingAt()) {
      throw refused("it is for Stable Diffusion XL (supported: 1.x and 2.x)");
    }
    Found found = layers.computeIfAbsent(key, k -> new Found(parts.group("layer")));
    if (parts.group("alpha") != null) {
      if (tensor.elements() != 1) {
        throw refused("'%s' is not one number".formatted(ForeignText.quoted(name)));
      }
      found.alpha = tensor.floats()[0];
      return;
    }
    String kind = parts.group("kohya") != null ? parts.group("kohya") : parts.group("old");
    boolean isDown = kind == null ? "A".equals(parts.group("peft")) : kind.equals("down");
    if (isDown) {
      found.down = tensor;
    } else {
      found.up = tensor;
    }
  }

  /** What PEFT notes of a whole net, by the net's name. */
  private Map<String, Double> alphas(Map<String, String> metadata) {
    Map<String, Double> alphas = new HashMap<>();
    String noted = metadata.get(METADATA);
    if (noted != null) {
      JsonConfig json = JsonConfig.of(file.path(), noted.getBytes(StandardCharsets.UTF_8));
      for (String net : List.of("unet", "text_encoder")) {
        if (!json.isNullOrAbsent(net + ".lora_alpha")) {
          alphas.put(net, json.number(net + ".lora_alpha"));
        }
        for (String pattern : List.of(".alpha_pattern", ".rank_pattern")) {
          if (json.isSection(net + pattern) && !json.section(net + pattern).keys().isEmpty()) {
            throw refused("its metadata has %s%s, which is not supported".formatted(net, pattern));
          }
        }
      }
    }
    return alphas;
  }

  private static String withoutModel(String layer) {
    return layer.startsWith("text_model_") ? layer.substring("text_model_".length()) : layer;
  }

  /** Changes a UNet's weights. */
  TensorEdit ofUnet() {
    return (name, tensor) -> edited(unet, "unet ", layer(name), tensor);
  }

  /** Changes a text encoder's weights. */
  TensorEdit ofText() {
    return (name, tensor) -> edited(text, "text ", withoutModel(layer(name)), tensor);
  }

  private static String layer(String tensor) {
    return tensor.endsWith(".weight")
        ? tensor.substring(0, tensor.length() - ".weight".length()).replace('.', '_')
        : "";
  }

  private Tensor edited(Map<String, LoraModule> layers, String net, String layer, Tensor tensor) {
    LoraModule module = layers.get(layer);
    if (module == null) {
      return tensor;
    }
    used.add(net + layer);
    return module.added(tensor, file.weight());
  }

  /** How much it changes, for people. */
  String described() {
    return "%d of the UNet, %d of the text encoder".formatted(unet.size(), text.size());
  }

  /**
   * Checks that each of its layers has been found in the nets.
   *
   * @throws UserException listing those that have not
   */
  void requireUsed() {
    Set<String> left = new LinkedHashSet<>();
    unet.forEach((layer, module) -> addUnless(used.contains("unet " + layer), module, left));
    text.forEach((layer, module) -> addUnless(used.contains("text " + layer), module, left));
    if (!left.isEmpty()) {
      throw refused(
          "the model has no layers for %d of its %d (%s): it is for another base"
              .formatted(left.size(), unet.size() + text.size(), first(left)));
    }
  }

  private static void addUnless(boolean condition, LoraModule module, Set<String> names) {
    if (!condition) {
      names.add(module.name());
    }
  }

  private static String first(Set<String> names) {
    String listed =
        names.stream().limit(MAX_LISTED).map(ForeignText::quoted).collect(Collectors.joining(", "));
    return names.size() > MAX_LISTED
        ? String.format(Locale.ROOT, "%s and %d more", listed, names.size() - MAX_LISTED)
        : listed;
  }

  private UserException refused(String why) {
    return new UserException("Cannot use LoRA %s: %s".formatted(file.path(), why));
  }
}
